//! The metrics under their names.

use super::counts::Histogram;
use super::{METHODS, Metrics, POLICIES, STATUSES};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Unit;
use std::fmt::Error;
use std::sync::atomic::{AtomicU64, Ordering};

type Labels<const N: usize> = [(&'static str, String); N];

impl Collector for Metrics {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> Result<(), Error> {
        let mut page = Page(encoder);
        let requests = STATUSES.into_iter().zip(&self.requests).flat_map(|(status, methods)| {
            METHODS.into_iter().zip(methods).map(move |(method, count)| {
                ([("status", status.to_owned()), ("method", method.to_owned())], load(count))
            })
        });
        page.counters("requests", "Requests answered, by status and kind of method", requests)?;
        self.decisions(&mut page)?;
        let failures =
            self.failures.iter().map(|(kind, count)| ([("kind", kind.to_owned())], count));
        page.counters(
            "failures",
            "Requests the gateway answered in the upstream's place",
            failures,
        )?;
        page.histogram(
            "first_byte",
            "From the end of a request's head to the response's first byte",
            &self.first_byte,
        )?;
        page.histogram(
            "request_duration",
            "From the end of a request's head to the response's last byte",
            &self.duration,
        )?;
        self.surroundings(&mut page)
    }
}

impl Metrics {
    fn decisions(&self, page: &mut Page<'_>) -> Result<(), Error> {
        let name = |policy: usize| match policy {
            POLICIES => "more".to_owned(),
            named => named.to_string(),
        };
        let of_policies = self.decisions.iter().enumerate().flat_map(|(policy, counts)| {
            counts.iter().map(move |(verdict, count)| (name(policy), verdict, count))
        });
        let of_none = self.undecided.iter().map(|(verdict, n)| ("none".to_owned(), verdict, n));
        let decisions = of_policies.chain(of_none).map(|(policy, verdict, count)| {
            ([("policy", policy), ("verdict", verdict.to_owned())], count)
        });
        page.counters("decisions", "Decisions, by policy (counted from 0) and verdict", decisions)?;
        let allow = self.shadow_allow.iter().map(|(verdict, count)| ("allow", verdict, count));
        let deny = self.shadow_deny.iter().map(|(verdict, count)| ("deny", verdict, count));
        let shadow = allow.chain(deny).map(|(would, verdict, count)| {
            ([("would", would.to_owned()), ("verdict", verdict.to_owned())], count)
        });
        page.counters("shadow_decisions", "What the policies in shadow would have decided", shadow)
    }

    fn surroundings(&self, page: &mut Page<'_>) -> Result<(), Error> {
        let reloads = [("applied", &self.reloads_applied), ("refused", &self.reloads_refused)]
            .map(|(result, count)| ([("result", result.to_owned())], load(count)));
        page.counters("reloads", "New configurations, applied or refused", reloads)?;
        let accepted = [([], load(&self.connections))];
        page.counters::<0>("connections", "Client connections accepted", accepted)?;
        let open = [([], self.connections_open.load(Ordering::Relaxed))];
        page.gauges::<0>("connections_open", "Client connections open", open)?;
        let upstreams = self.upstreams.load();
        let healthy = upstreams
            .iter()
            .map(|(name, health)| ([("upstream", name.clone())], i64::from(!health.is_down())));
        page.gauges("upstream_healthy", "1 where the checks call an upstream healthy", healthy)?;
        let dropped = self.lines_dropped.get().map(|dropped| ([], (dropped.0)()));
        page.counters::<0>("access_log_dropped", "Lines the access log had no room for", dropped)
    }
}

fn load(count: &AtomicU64) -> u64 {
    count.load(Ordering::Relaxed)
}

/// Where metrics are written; one that has no values is left out.
struct Page<'a>(DescriptorEncoder<'a>);

impl Page<'_> {
    fn counters<const N: usize>(
        &mut self,
        name: &str,
        help: &str,
        values: impl IntoIterator<Item = (Labels<N>, u64)>,
    ) -> Result<(), Error> {
        let metrics = values.into_iter().map(|(labels, n)| (labels, ConstCounter::new(n)));
        self.family(name, help, MetricType::Counter, metrics)
    }

    fn gauges<const N: usize>(
        &mut self,
        name: &str,
        help: &str,
        values: impl IntoIterator<Item = (Labels<N>, i64)>,
    ) -> Result<(), Error> {
        let metrics = values.into_iter().map(|(labels, n)| (labels, ConstGauge::new(n)));
        self.family(name, help, MetricType::Gauge, metrics)
    }

    fn family<const N: usize>(
        &mut self,
        name: &str,
        help: &str,
        metric_type: MetricType,
        values: impl Iterator<Item = (Labels<N>, impl EncodeMetric)>,
    ) -> Result<(), Error>
    where
        Labels<N>: EncodeLabelSet,
    {
        let mut values = values.peekable();
        if values.peek().is_none() {
            return Ok(());
        }
        let mut family = self.0.encode_descriptor(name, help, None, metric_type)?;
        for (labels, value) in values {
            if N == 0 {
                return value.encode(family);
            }
            value.encode(family.encode_family(&labels)?)?;
        }
        Ok(())
    }

    fn histogram(&mut self, name: &str, help: &str, histogram: &Histogram) -> Result<(), Error> {
        let unit = Some(&Unit::Seconds);
        let snapshot = histogram.snapshot();
        let mut encoder = self.0.encode_descriptor(name, help, unit, MetricType::Histogram)?;
        let (sum, count, buckets) = (snapshot.sum, snapshot.count, &snapshot.buckets);
        encoder.encode_histogram::<NoLabelSet>(sum, count, buckets, None)
    }
}
