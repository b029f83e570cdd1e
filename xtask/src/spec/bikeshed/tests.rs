use super::{read, simplified};

/// A document of our own in the standard's manner.
const SOURCE: &str = r#"
<h2 id=preface>Preface</h2>

<p>A <dfn id=not-covered>thing</dfn> of a chapter that is not covered.

<h3 id=http>HTTP</h3>

<h4 id=apples>Apples</h4>

<p>An <dfn export>apple name</dfn> is one of

<ul class=brief>
 <li>`<code>Boskoop</code>`
</ul>

<p class=note>A note with an
<a>apple name</a>.

<hr>

<div algorithm>
<p id=old-pick>To <dfn for=apple lt="pick|picking" export>pick</dfn> an <a>apple</a>:
<!-- <dfn>not this</dfn> -->

<ol>
 <li><p>Let <var>basket</var> be « ».

 <li>
  <p>Switch on it:

  <dl class=switch>
   <dt>"<code>a</code>"
   <dd>
    <ol>
     <li><p>One.

     <li><p>Two.
    </ol>

   <dt>"<code>b</code>"
   <dd>
    <ul>
     <li><p>No step.
    </ul>
  </dl>

 <li><p>Return.
</ol>

<div class=note>
 <ol>
  <li>Not a step.
 </ol>
</div>
</div>

<div algorithm="should an apple be eaten">
<h4 lt="should an apple be eaten" dfn id=should-an-apple-be-eaten?>Should
<var>apple</var> be eaten?</h4>

<ol>
 <li><p>Return <b>allowed</b>.
</ol>
</div>

<p>The <dfn for=Apple method><code>append(<var>name</var>, <var>value</var>)</code></dfn> steps.

<p>A <dfn id=bag>bag</dfn> has a <dfn for=bag id=bag-size>size</dfn>.

<h3 id=elsewhere>Elsewhere</h3>

<p>A <dfn id=not-covered-either>thing</dfn>.
"#;

#[test]
fn covers_the_chapter_and_its_sections() {
    let (algorithms, sections) = read(SOURCE);
    assert_eq!(sections, ["http", "apples", "should-an-apple-be-eaten?"]);
    let ids: Vec<_> = algorithms.iter().map(|algorithm| algorithm.id.as_str()).collect();
    let expected =
        ["apple-name", "apple-pick", "should-an-apple-be-eaten?", "dom-apple-append", "bag"];
    assert_eq!(ids, expected);
}

#[test]
fn counts_steps_and_nested_steps() {
    let (algorithms, _) = read(SOURCE);
    let pick = &algorithms[1];
    assert_eq!((pick.name.as_str(), pick.steps), ("pick", 3));
    assert_eq!(pick.inner, [("2".to_owned(), 2)].into());
    assert_eq!(pick.also, ["old-pick"]);
    assert_eq!((algorithms[0].steps, algorithms[2].steps), (0, 1));
    assert_eq!(algorithms[4].also, ["bag-size"]);
}

#[test]
fn only_words_matter_to_the_hash() {
    let hash = |source: &str| read(source).0[1].sha256.clone();
    assert_eq!(hash(SOURCE), hash(&SOURCE.replace("<var>basket</var>", "<i>basket</i>\n ")));
    assert_ne!(hash(SOURCE), hash(&SOURCE.replace("basket", "bag")));
}

#[test]
fn names_become_anchors_as_in_bikeshed() {
    assert_eq!(simplified("get, decode, and split"), "get-decode-and-split");
    assert_eq!(simplified("request/destination-script-like"), "request-destination-script-like");
    assert_eq!(simplified("append a request `Cookie` header"), "append-a-request-cookie-header");
    assert_eq!(simplified("blob()"), "blob");
}
