//! The page's modules against their types.

use std::path::Path;
use std::process::Command;

#[test]
fn the_types_of_the_page_hold() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let compiler = root.join("target/node/node_modules/typescript/bin/tsc");
    assert!(compiler.exists(), "{} is missing: ./test installs it", compiler.display());
    let checked = Command::new("node")
        .arg(compiler)
        .args(["--project", "crates/preflight-web"])
        .current_dir(root)
        .output()
        .expect("node runs");
    let said = String::from_utf8_lossy(&checked.stdout);
    assert!(checked.status.success(), "{said}{}", String::from_utf8_lossy(&checked.stderr));
}
