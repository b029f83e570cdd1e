//! A target as a value.

use crate::generate::Generator;
use crate::servers::TARGETS;
use crate::signature::Signature;
use preflight_report::Certainty;
use preflight_report::page::sections;

/// What sort of layer a target is: from the outside in, as a request meets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Makes a machine without a public address reachable.
    Tunnel,
    /// A content delivery network.
    Cdn,
    /// A web application firewall, or a challenge for bots.
    Firewall,
    /// Asks who the user is before anything behind it is reached, or is where one signs in.
    AccessProxy,
    /// A load balancer or API gateway.
    Gateway,
    /// A web server or servlet container.
    Server,
    /// A language's own way of answering, under whatever framework.
    Runtime,
    /// A framework in which an application is written.
    Framework,
    /// A development server, which can pass requests on to another.
    DevServer,
    /// Runs a function for each request, without a server of one's own.
    Function,
    /// Keeps files and answers for them.
    ObjectStore,
}

impl Kind {
    /// The name in JSON.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Tunnel => "tunnel",
            Self::Cdn => "cdn",
            Self::Firewall => "firewall",
            Self::AccessProxy => "access-proxy",
            Self::Gateway => "gateway",
            Self::Server => "server",
            Self::Runtime => "runtime",
            Self::Framework => "framework",
            Self::DevServer => "dev-server",
            Self::Function => "function",
            Self::ObjectStore => "object-store",
        }
    }

    /// How sure it can be that this layer wrote a response which bears no more than the marks that
    /// it leaves on whatever it passes on: most of what a CDN delivers it did not write.
    pub(crate) const fn writes_what_it_marks(self) -> Certainty {
        match self {
            Self::Tunnel | Self::Cdn | Self::Firewall | Self::AccessProxy | Self::Gateway => {
                Certainty::Possible
            }
            Self::Server
            | Self::Runtime
            | Self::Framework
            | Self::DevServer
            | Self::Function
            | Self::ObjectStore => Certainty::Likely,
        }
    }
}

/// What we know of one server. What it cannot do is `None`.
#[derive(Debug)]
pub struct Target {
    /// The id on the command line and in JSON.
    pub id: &'static str,
    /// The name for people.
    pub name: &'static str,
    /// What sort of layer it is.
    pub kind: Kind,
    /// The signatures by which it is known; none where responses do not tell it, as for another way
    /// to configure a server that stands here under its own id.
    pub signatures: &'static [Signature],
    /// How a policy is written down in its words; `None` where we cannot yet.
    pub generator: Option<Generator>,
    /// One `## cause-id` for each cause that can happen there: what to change, in its words.
    pub fixes: &'static str,
}

impl Target {
    /// What to change there for a cause: Markdown.
    #[must_use]
    pub fn fix(&self, cause: &str) -> Option<&'static str> {
        sections(self.fixes, "## ").into_iter().find(|s| s.heading == cause).map(|s| s.body)
    }

    /// The target of this id.
    #[must_use]
    pub fn by_id(id: &str) -> Option<&'static Self> {
        TARGETS.iter().copied().find(|t| t.id == id)
    }
}
