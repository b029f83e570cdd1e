//! From flags and `preflight.toml` to what the gateway is to be; and again, when the file has changed.

use super::ServeArgs;
use crate::console::Console;
use crate::policy_file::{PolicyFile, PolicyFileError};
use crate::policy_problems::PolicyProblems;
use preflight_gateway::access_log::AccessLogTarget;
use preflight_gateway::config::{self, Plan, RoutePlan};
use preflight_gateway::dev;
use preflight_gateway::service::Configuration;
use preflight_policy::file::Document;
use preflight_policy::{Policies, Problems};
use preflight_report::render::Options;
use preflight_report::render::complaint::{Complaint, complaint};
use std::path::{Path, PathBuf};

/// What the command line says, and where the file is.
#[derive(Debug)]
pub(super) struct Loader {
    args: ServeArgs,
    file: Option<PathBuf>,
    options: Options,
}

impl Loader {
    /// Finds the file. There may be none, where flags say everything.
    pub(super) fn new(args: &ServeArgs, console: &Console) -> Result<Self, String> {
        let file = match args.file.read() {
            Ok(file) if file.path == Path::new("-") => {
                return Err(
                    "the file is read again when it changes: name one by --config".to_owned()
                );
            }
            Ok(file) => Some(file.path),
            Err(PolicyFileError::NotFound(_)) => None,
            Err(error) => return Err(error.to_string()),
        };
        let options = Options { color: true, ..console.options() };
        Ok(Self { args: args.clone(), file, options })
    }

    /// The file, where there is one.
    pub(super) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Reads everything.
    ///
    /// # Errors
    /// All that is wrong, rendered.
    pub(super) fn load(&self) -> Result<Configuration, Vec<String>> {
        let (mut plan, written, mut notes) = match &self.file {
            Some(path) => self.read(path)?,
            None => (Plan::default(), None, Vec::new()),
        };
        let flagged = self.policy()?;
        self.apply(&mut plan);
        let problems = self.problems(&plan, flagged.is_some() || written.is_some());
        if !problems.is_empty() {
            return Err(problems);
        }
        let policies = match (flagged, written) {
            (Some((policies, its_notes)), _) => {
                notes.extend(its_notes);
                policies
            }
            (None, Some(policies)) => policies,
            (None, None) => return Err(problems),
        };
        Ok(Configuration { plan, policies, notes })
    }

    /// The file's plan and policies, and what is worth knowing about them.
    fn read(&self, path: &Path) -> Result<(Plan, Option<Policies>, Vec<String>), Vec<String>> {
        let file = PolicyFile::read(path).map_err(|error| {
            vec![self.error("unreadable", path.display(), &error.to_string(), None)]
        })?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut document = Document::parse(&file.text);
        let policies = document.policies();
        let plan = document.table("gateway", |gateway| config::read(gateway, folder));
        let faults = document.finish();
        let said = PolicyProblems::of_file(&file, &faults).text(&self.options);
        let said = if faults.is_empty() { Vec::new() } else { vec![said] };
        match policies {
            _ if faults.has_errors() => Err(said),
            policies => {
                let written = policies.filter(|policies| !policies.configs().is_empty());
                Ok((plan.unwrap_or_default(), written, said))
            }
        }
    }

    /// The policy on the command line, which takes the place of the file's, with its notes.
    fn policy(&self) -> Result<Option<(Policies, Vec<String>)>, Vec<String>> {
        let config = match (self.args.policy.config(), self.args.dev) {
            (config, true) => dev::policy(config.unwrap_or_default()),
            (Some(config), false) => config,
            (None, false) => return Ok(None),
        };
        let render = |problems: &Problems| PolicyProblems::of_flags(problems).text(&self.options);
        match Policies::new(&[config]) {
            Ok((policies, notes)) if notes.is_empty() || self.args.dev => {
                Ok(Some((policies, vec![])))
            }
            Ok((policies, notes)) => Ok(Some((policies, vec![render(&notes)]))),
            Err(problems) => Err(vec![render(&problems)]),
        }
    }

    fn apply(&self, plan: &mut Plan) {
        let args = &self.args;
        if !args.listen.is_empty() {
            plan.listen.clone_from(&args.listen);
        }
        if !args.upstream.is_empty() {
            match plan.routes.iter_mut().find(|route| route.path == "/") {
                Some(route) => route.upstreams.clone_from(&args.upstream),
                None => plan.routes.push(RoutePlan::everything(args.upstream.clone())),
            }
        }
        plan.local_names_only = args.dev;
        plan.admin = args.admin.or(plan.admin);
        plan.threads = args.threads.map(usize::from).or(plan.threads);
        if let Some(file) = &args.access_log {
            let target = match file {
                file if file == Path::new("-") => AccessLogTarget::Stdout,
                file => AccessLogTarget::File(file.clone()),
            };
            let format = args.access_log_format.map(Into::into).unwrap_or_default();
            plan.access_log = Some((target, format));
        }
    }

    /// What cannot be seen in the file or a flag alone.
    fn problems(&self, plan: &Plan, has_policy: bool) -> Vec<String> {
        let mut problems = Vec::new();
        let place = self.file.as_deref().map_or("command line".to_owned(), |file| {
            format!("command line and {}", file.display())
        });
        let mut say = |id, reason: &str, correction: Option<&str>| {
            problems.push(self.error(id, &place, reason, correction));
        };
        if plan.routes.is_empty() {
            let correction = Some("--upstream http://127.0.0.1:3000");
            say("no-upstream", "there is no server to forward to", correction);
        }
        if !has_policy {
            let reason =
                "nobody is allowed to call it: neither a flag nor a `[[policy]]` says who may";
            say("no-policy", reason, Some("--allow-origin https://app.example.com"));
        }
        if let Some(upstream) = plan.forwards_to_itself() {
            let reason = format!("it would forward to itself: it listens on {upstream}");
            say("forwards-to-itself", &reason, None);
        }
        let all = plan.listen.iter().chain(&plan.admin);
        for address in all.filter(|address| self.args.dev && !address.ip().is_loopback()) {
            let reason = format!(
                "`--dev` allows everything to the pages of this machine, so it listens on this machine \
                 only, not on {address}"
            );
            let correction = format!("127.0.0.1:{}", address.port());
            say("dev-not-on-loopback", &reason, Some(&correction));
        }
        problems
    }

    fn error(
        &self,
        id: &str,
        place: impl ToString,
        reason: &str,
        correction: Option<&str>,
    ) -> String {
        let place = place.to_string();
        complaint(
            &Complaint { is_error: true, id, reason, place, line: None, correction },
            &self.options,
        )
    }

    /// Whether the policy is the development mode's.
    pub(super) fn is_dev(&self) -> bool {
        self.args.dev
    }
}
