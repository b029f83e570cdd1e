use crate::{ask, assets, open, open_with};
use std::path::PathBuf;
use std::{env, fs};

const SECRET: &str = "nobody's business";

/// A folder of files with a way out of it. Dropping it removes it.
struct Trap(PathBuf);

impl Trap {
    fn new(name: &str) -> Self {
        let folder = env::temp_dir().join(format!("preflight-web-{name}-{}", std::process::id()));
        let inside = folder.join("assets");
        fs::create_dir_all(inside.join("style")).expect("a folder");
        for path in ["secret.js", "assets/.hidden.js", "assets/no-ending", "assets/data.json"] {
            fs::write(folder.join(path), SECRET).expect("a file");
        }
        fs::create_dir_all(folder.join("elsewhere")).expect("a folder");
        fs::write(folder.join("elsewhere/secret.js"), SECRET).expect("a file");
        fs::write(inside.join("app.js"), "// the page").expect("a file");
        Self(folder)
    }

    fn assets(&self) -> PathBuf {
        self.0.join("assets")
    }
}

impl Drop for Trap {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn nothing_above_the_folder_is_served() {
    let trap = Trap::new("traversal");
    let workbench = open_with(trap.assets()).await;
    let secret = trap.0.join("secret.js");
    let absolute = secret.to_str().expect("a path in UTF-8");
    for path in [
        "/../secret.js",
        "/style/../../secret.js",
        "/%2e%2e/secret.js",
        "/%2E%2E%2Fsecret.js",
        "/..%2fsecret.js",
        "/.%2e/secret.js",
        "/%252e%252e/secret.js",
        "/..\\secret.js",
        "/..%5csecret.js",
        "/....//secret.js",
        "/style/./../../secret.js",
        "/..;/secret.js",
        "/.hidden.js",
        "/./app.js",
        "/%2ehidden.js",
        "/no-ending",
        "/data.json",
        "/style",
        "/secret.js%00.js",
        &format!("/{absolute}"),
        absolute,
        &absolute.replace('/', "%2f"),
    ] {
        let answer = ask(&workbench, &format!("GET {path} HTTP/1.1"), &[]).await;
        assert!([400, 404].contains(&answer.status), "{path}: {answer:?}");
        assert!(!answer.body.contains(SECRET), "{path}: {answer:?}");
    }
    let inside = ask(&workbench, "GET /app.js HTTP/1.1", &[]).await;
    assert_eq!((inside.status, inside.body.as_str()), (200, "// the page"));
}

#[cfg(unix)]
#[tokio::test]
async fn no_link_leads_out_of_the_folder() {
    use std::os::unix::fs::symlink;

    let trap = Trap::new("links");
    let folder = trap.assets();
    symlink(trap.0.join("secret.js"), folder.join("link.js")).expect("a link");
    symlink(trap.0.join("elsewhere"), folder.join("away")).expect("a link");
    symlink(folder.join("app.js"), folder.join("inner.js")).expect("a link");
    // The folder itself may be reached by one.
    let door = trap.0.join("door");
    symlink(&folder, &door).expect("a link");
    for assets in [folder, door] {
        let workbench = open_with(assets).await;
        for path in ["/link.js", "/away/secret.js"] {
            let answer = ask(&workbench, &format!("GET {path} HTTP/1.1"), &[]).await;
            assert_eq!(answer.status, 404, "{path}: {answer:?}");
        }
        assert_eq!(ask(&workbench, "GET /inner.js HTTP/1.1", &[]).await.status, 200);
    }
}

/// A file that never ends would be read for ever, one that waits for a writer would hold its thread.
#[cfg(unix)]
#[tokio::test]
async fn only_files_are_read() {
    use std::os::unix::fs::symlink;

    let trap = Trap::new("devices");
    symlink("/dev/zero", trap.assets().join("endless.js")).expect("a link");
    fs::create_dir_all(trap.assets().join("folder.js")).expect("a folder");
    let workbench = open_with(trap.assets()).await;
    for path in ["/endless.js", "/folder.js", "/folder.js/"] {
        let answer = ask(&workbench, &format!("GET {path} HTTP/1.1"), &[]).await;
        assert_eq!(answer.status, 404, "{path}: {answer:?}");
    }
}

/// The other page's files stand at its own origin, and types and sources of ours nowhere.
#[tokio::test]
async fn what_is_not_of_this_page_is_not_on_it() {
    let workbench = open().await;
    assert!(assets().join("types.d.ts").exists());
    for path in
        ["/types.d.ts", "/try/", "/try/index.html", "/try/try.js", "/Cargo.toml", "/src/lib.rs"]
    {
        let answer = ask(&workbench, &format!("GET {path} HTTP/1.1"), &[]).await;
        assert_eq!(answer.status, 404, "{path}: {answer:?}");
    }
}

/// Whoever works on the page sees what he wrote, compressed or not.
#[tokio::test]
async fn what_is_in_a_folder_is_read_anew() {
    let trap = Trap::new("anew");
    let workbench = open_with(trap.assets()).await;
    let mut seen = Vec::new();
    for text in ["// one\n", "// two\n"] {
        fs::write(trap.assets().join("app.js"), text.repeat(1000)).expect("a file");
        let answer = ask(&workbench, "GET /app.js HTTP/1.1", &["Accept-Encoding: gzip"]).await;
        assert_eq!(answer.header("content-encoding"), Some("gzip"));
        seen.push(answer.body);
    }
    assert_ne!(seen[0], seen[1]);
}
