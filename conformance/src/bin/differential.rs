//! `cargo x differential`: generated cases in one real browser and in the model.

use clap::{Parser, ValueEnum};
use conformance::cases::generate::generate;
use conformance::cases::recorded;
use conformance::differential::Comparison;
use conformance::engines::{Chromium, Engine, Firefox, WebKit};
use std::path::PathBuf;
use std::process::ExitCode;

type Failure = Box<dyn std::error::Error>;

/// Play generated cases in a real browser and in the model, and print where the two disagree
#[derive(Parser)]
#[command(bin_name = "cargo x differential", help_expected = true)]
struct Args {
    /// The browser
    #[arg(long, value_enum)]
    engine: EngineName,
    /// How many cases
    #[arg(long, value_name = "N", default_value_t = 5000)]
    cases: u64,
    /// Which cases: the same seed gives the same ones
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Play this one case of the seed, and print all that was seen
    #[arg(long, value_name = "INDEX", conflicts_with = "file")]
    case: Option<u64>,
    /// Play the cases of a file, with lines of --- between them, and print all that was seen
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum EngineName {
    /// Chromium, through ChromeDriver
    Chromium,
    /// Firefox, through WebDriver BiDi
    Firefox,
    /// WebKitGTK's MiniBrowser
    Webkit,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let args = Args::parse();
    let agrees = match args.engine {
        EngineName::Chromium => start(Chromium::start().await, &args).await,
        EngineName::Firefox => start(Firefox::start().await, &args).await,
        EngineName::Webkit => start(WebKit::start().await, &args).await,
    };
    match agrees {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

async fn start<E: Engine>(
    engine: Result<E, conformance::engines::EngineError>,
    args: &Args,
) -> Result<bool, Failure> {
    let engine = engine?;
    println!("{} {}", engine.browser().name(), engine.version());
    let mut comparison = Comparison::open(engine).await?;
    let agrees = play(&mut comparison, args).await;
    comparison.close().await;
    agrees
}

/// Whether the two agree.
async fn play<E: Engine>(comparison: &mut Comparison<E>, args: &Args) -> Result<bool, Failure> {
    let one = args.case.map(|index| vec![generate(args.seed, index)]);
    let file = args.file.as_deref().map(recorded::read);
    let asked_for = one.or(file.map(|cases| cases.into_iter().map(|c| c.case).collect()));
    if let Some(cases) = asked_for {
        let mut all = true;
        for case in cases {
            let (agrees, text) = comparison.explain(&case).await?;
            println!("{text}");
            all &= agrees;
        }
        return Ok(all);
    }
    comparison.play_generated(args.seed, args.cases).await?;
    println!("seed {}: {}", args.seed, comparison.tally());
    print!("{}", comparison.describe().await?);
    println!("{} disagree", comparison.found());
    Ok(comparison.found() == 0)
}
