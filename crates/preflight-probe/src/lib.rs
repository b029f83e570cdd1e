//! Who drives the browser model: [`live`], over sockets, with requests as [`asked`] for, typed or
//! [`pasted`].
//!
//! ```no_run
//! use preflight_fetch::{Browser, Profile, Request, RequestInit};
//! use preflight_probe::live::{Client, Settings, fetch};
//! use std::sync::Mutex;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::new(Settings::default())?;
//! let page = "https://shop.example".parse()?;
//! let request = Request::new("https://api.example/cart".parse()?, page, RequestInit::default())?;
//! let profile = Mutex::new(Profile::default());
//! let fetched = fetch(&client, request, Browser::Firefox, &profile, &mut |_| ()).await;
//! println!("{}", fetched.console.join("\n"));
//! # Ok(())
//! # }
//! ```

pub mod asked;
pub mod live;
pub mod pasted;
