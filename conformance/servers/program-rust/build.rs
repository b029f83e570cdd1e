//! Each numbered folder of `PREFLIGHT_SERVERS` has one server, a module with a `main` of its own; the
//! program runs the one whose number it is given.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-env-changed=PREFLIGHT_SERVERS");
    let (mut modules, mut arms) = (String::new(), String::new());
    if let Some(folder) = env::var_os("PREFLIGHT_SERVERS").map(PathBuf::from) {
        for number in 0.. {
            let folder = folder.join(number.to_string());
            let Some(file) = ["base.rs", "generated.rs"]
                .map(|f| folder.join(f))
                .into_iter()
                .find(|f| f.exists())
            else {
                break;
            };
            writeln!(modules, "#[path = {file:?}]\nmod server_{number};")
                .expect("a string takes it");
            writeln!(arms, "        \"{number}\" => server_{number}::main(),")
                .expect("a string takes it");
        }
    }
    let text = format!(
        "{modules}\nfn run(number: &str) {{\n    match number {{\n{arms}        \
         _ => panic!(\"no server has this number: {{number}}\"),\n    }}\n}}\n"
    );
    let out = env::var_os("OUT_DIR").expect("cargo says where");
    fs::write(Path::new(&out).join("servers.rs"), text).expect("what cargo names can be written");
}
