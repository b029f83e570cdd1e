
use builtin;
use str;

set edit:completion:arg-completer[preflight] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'preflight'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'preflight'= {
            cand --color 'When to use colour'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand check 'Would a browser let this request through? Why not? What to change?'
            cand clinic 'A server broken in every known way, on this machine only, to learn and to test on'
            cand explain 'What a console message means, and what to run next'
            cand fetch 'A browser''s fetch() in the terminal: the body as the script gets it, or why it gets none'
            cand generate 'A policy as the configuration of a server, framework or cloud service'
            cand policy 'A policy''s problems; what it answers to one request, and why'
            cand serve 'Put a policy in front of any server: preflights are answered, CORS headers set on every response'
            cand targets 'The targets of `generate`, what each does otherwise than the policy, and how ours is proven'
            cand ui 'The workbench in your web browser: check, build a policy, look things up, try it for real'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'preflight;check'= {
            cand --browser 'Whose verdict counts; several with commas between'
            cand --read 'A response header that the script wants to read; repeatable'
            cand --target 'Say what to change in this target''s words, instead of those of the layer that answered; `preflight targets` lists them'
            cand --fix 'Print nothing but the configuration of this target that lets the request through'
            cand --format 'The form of the report'
            cand -X 'The method [default: GET; POST with -d, --data-… or --json]'
            cand --request 'The method [default: GET; POST with -d, --data-… or --json]'
            cand -H 'A header that the script sets, `Name: value`; `Name;` is empty, `Name:` takes a default away'
            cand --header 'A header that the script sets, `Name: value`; `Name;` is empty, `Name:` takes a default away'
            cand -d 'A body, or `@FILE` without its line breaks; several are joined by `&`'
            cand --data 'A body, or `@FILE` without its line breaks; several are joined by `&`'
            cand --data-binary 'A body, byte for byte, or `@FILE` (`@-` is standard input)'
            cand --data-raw 'A body, byte for byte, even where it begins with `@`'
            cand --json 'A JSON body, or `@FILE`, with the Content-Type and Accept of JSON'
            cand -b 'Cookies that the browser has for this host, `name=value; name=value`'
            cand --cookie 'Cookies that the browser has for this host, `name=value; name=value`'
            cand -u 'A user name and password that the script puts into an Authorization header'
            cand --user 'A user name and password that the script puts into an Authorization header'
            cand --origin 'The origin of the page that asks, or `null` [default: http://localhost:3000]'
            cand --credentials 'Whether cookies go along [default: same-origin]'
            cand --mode 'The request''s mode [default: cors]'
            cand --redirect 'What becomes of redirects [default: follow]'
            cand --cache 'The cache mode; there is no cache here, but it adds headers [default: default]'
            cand --referrer 'The URL of the page that asks, or `no-referrer` [default: the origin and `/`]'
            cand --referrer-policy 'The referrer policy [default: strict-origin-when-cross-origin]'
            cand --page-address 'Where the page was loaded from, for Chromium''s Local Network Access [default: looked up]'
            cand --entry 'Of a pasted HAR, the request of this number, from 1'
            cand --cacert 'Trust the certificates in this PEM file, and no others'
            cand --resolve 'Resolve a name by hand: HOST:PORT:ADDRESS, or PATTERN=ADDRESS, where `*` stands for any text and the address `!` for none; the first match wins'
            cand --connect-to 'Connect elsewhere: HOST1:PORT1:HOST2:PORT2, where parts may be empty'
            cand -x 'Go through this proxy instead of the one in HTTPS_PROXY or HTTP_PROXY'
            cand --proxy 'Go through this proxy instead of the one in HTTPS_PROXY or HTTP_PROXY'
            cand -m 'The longest time for everything together, in seconds'
            cand --max-time 'The longest time for everything together, in seconds'
            cand --connect-timeout 'The longest time for resolving, connecting and TLS together, in seconds'
            cand --color 'When to use colour'
            cand --send-actual 'Send the request itself too, though it may change something on the server'
            cand -q 'Print the verdict and the first cause only'
            cand --quiet 'Print the verdict and the first cause only'
            cand -v 'Print every exchange, as curl lines too, and every step of the standard'
            cand --verbose 'Print every exchange, as curl lines too, and every step of the standard'
            cand --show-secrets 'Print cookies, tokens and passwords as they are'
            cand --stream 'The body is a ReadableStream, which Chromium sends over HTTP/2 only'
            cand -L 'Nothing: browsers follow redirects by themselves (see --redirect); for curl''s sake'
            cand --location 'Nothing: browsers follow redirects by themselves (see --redirect); for curl''s sake'
            cand --upload-listener 'The script listens for upload progress (XMLHttpRequest), which makes a preflight'
            cand -k 'Accept any certificate'
            cand --insecure 'Accept any certificate'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'preflight;clinic'= {
            cand --port 'Take this port and those that follow, instead of free ones; the page stands at the first'
            cand --color 'When to use colour'
            cand -q 'Print the page''s address only'
            cand --quiet 'Print the page''s address only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'preflight;explain'= {
            cand --format 'The form of the answer'
            cand --color 'When to use colour'
            cand -q 'Print what it says, the first cause and the next command only'
            cand --quiet 'Print what it says, the first cause and the next command only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'preflight;fetch'= {
            cand --browser 'Whose fetch() it is'
            cand -X 'The method [default: GET; POST with -d, --data-… or --json]'
            cand --request 'The method [default: GET; POST with -d, --data-… or --json]'
            cand -H 'A header that the script sets, `Name: value`; `Name;` is empty, `Name:` takes a default away'
            cand --header 'A header that the script sets, `Name: value`; `Name;` is empty, `Name:` takes a default away'
            cand -d 'A body, or `@FILE` without its line breaks; several are joined by `&`'
            cand --data 'A body, or `@FILE` without its line breaks; several are joined by `&`'
            cand --data-binary 'A body, byte for byte, or `@FILE` (`@-` is standard input)'
            cand --data-raw 'A body, byte for byte, even where it begins with `@`'
            cand --json 'A JSON body, or `@FILE`, with the Content-Type and Accept of JSON'
            cand -b 'Cookies that the browser has for this host, `name=value; name=value`'
            cand --cookie 'Cookies that the browser has for this host, `name=value; name=value`'
            cand -u 'A user name and password that the script puts into an Authorization header'
            cand --user 'A user name and password that the script puts into an Authorization header'
            cand --origin 'The origin of the page that asks, or `null` [default: http://localhost:3000]'
            cand --credentials 'Whether cookies go along [default: same-origin]'
            cand --mode 'The request''s mode [default: cors]'
            cand --redirect 'What becomes of redirects [default: follow]'
            cand --cache 'The cache mode; there is no cache here, but it adds headers [default: default]'
            cand --referrer 'The URL of the page that asks, or `no-referrer` [default: the origin and `/`]'
            cand --referrer-policy 'The referrer policy [default: strict-origin-when-cross-origin]'
            cand --page-address 'Where the page was loaded from, for Chromium''s Local Network Access [default: looked up]'
            cand --entry 'Of a pasted HAR, the request of this number, from 1'
            cand --cacert 'Trust the certificates in this PEM file, and no others'
            cand --resolve 'Resolve a name by hand: HOST:PORT:ADDRESS, or PATTERN=ADDRESS, where `*` stands for any text and the address `!` for none; the first match wins'
            cand --connect-to 'Connect elsewhere: HOST1:PORT1:HOST2:PORT2, where parts may be empty'
            cand -x 'Go through this proxy instead of the one in HTTPS_PROXY or HTTP_PROXY'
            cand --proxy 'Go through this proxy instead of the one in HTTPS_PROXY or HTTP_PROXY'
            cand -m 'The longest time for everything together, in seconds'
            cand --max-time 'The longest time for everything together, in seconds'
            cand --connect-timeout 'The longest time for resolving, connecting and TLS together, in seconds'
            cand --color 'When to use colour'
            cand -i 'Print the status line and the headers that the script may read, before the body'
            cand --include 'Print the status line and the headers that the script may read, before the body'
            cand -v 'Print every exchange as it happens, and every step of the standard that decided'
            cand --verbose 'Print every exchange as it happens, and every step of the standard that decided'
            cand -q 'Print no notes'
            cand --quiet 'Print no notes'
            cand --show-secrets 'Print cookies, tokens and passwords as they are, in what goes to standard error'
            cand --jsonl 'Answer requests on standard input, one JSON object a line, until it ends'
            cand --stream 'The body is a ReadableStream, which Chromium sends over HTTP/2 only'
            cand -L 'Nothing: browsers follow redirects by themselves (see --redirect); for curl''s sake'
            cand --location 'Nothing: browsers follow redirects by themselves (see --redirect); for curl''s sake'
            cand --upload-listener 'The script listens for upload progress (XMLHttpRequest), which makes a preflight'
            cand -k 'Accept any certificate'
            cand --insecure 'Accept any certificate'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'preflight;generate'= {
            cand --config 'The policy file, `-` for standard input [default: preflight.toml in this folder or the nearest above]'
            cand --listen 'Where the server listens, for targets that are servers'
            cand --upstream 'What stands behind it, for targets that pass requests on'
            cand --out 'Write the files into this folder instead of to standard output; files that are there stay'
            cand --allow-origin 'Who may read the responses: `https://app.example.com`, `https://*.example.com` for its subdomains, `http://localhost:*` for any port, `*` for anybody; several by commas or by repeating the flag, as in the flags below'
            cand --allow-method 'A method beyond GET, HEAD and POST, or `*`'
            cand --allow-header 'A request header beyond the safelisted ones, or `*`'
            cand --expose-header 'A response header that scripts may read, or `*`'
            cand --max-age 'How long browsers may keep a preflight''s answer: seconds, or `90s`, `10m`, `1h`'
            cand --color 'When to use colour'
            cand --allow-approximate 'Write the nearest safe alternative for what the target cannot express, with a warning in the file'
            cand --allow-credentials 'Allow cookies, HTTP authentication and client certificates'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'preflight;policy'= {
            cand --color 'When to use colour'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand check 'Everything that is wrong with a policy file, or the policies as they are meant'
            cand explain 'What a policy answers to one request, why, and what each browser makes of it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'preflight;policy;check'= {
            cand --config 'The policy file, `-` for standard input [default: preflight.toml in this folder or the nearest above]'
            cand --format 'The form of the answer'
            cand --allow-origin 'Who may read the responses: `https://app.example.com`, `https://*.example.com` for its subdomains, `http://localhost:*` for any port, `*` for anybody; several by commas or by repeating the flag, as in the flags below'
            cand --allow-method 'A method beyond GET, HEAD and POST, or `*`'
            cand --allow-header 'A request header beyond the safelisted ones, or `*`'
            cand --expose-header 'A response header that scripts may read, or `*`'
            cand --max-age 'How long browsers may keep a preflight''s answer: seconds, or `90s`, `10m`, `1h`'
            cand --color 'When to use colour'
            cand --allow-credentials 'Allow cookies, HTTP authentication and client certificates'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'preflight;policy;explain'= {
            cand --format 'The form of the answer'
            cand --config 'The policy file, `-` for standard input [default: preflight.toml in this folder or the nearest above]'
            cand --allow-origin 'Who may read the responses: `https://app.example.com`, `https://*.example.com` for its subdomains, `http://localhost:*` for any port, `*` for anybody; several by commas or by repeating the flag, as in the flags below'
            cand --allow-method 'A method beyond GET, HEAD and POST, or `*`'
            cand --allow-header 'A request header beyond the safelisted ones, or `*`'
            cand --expose-header 'A response header that scripts may read, or `*`'
            cand --max-age 'How long browsers may keep a preflight''s answer: seconds, or `90s`, `10m`, `1h`'
            cand -X 'The method [default: GET; POST with -d, --data-… or --json]'
            cand --request 'The method [default: GET; POST with -d, --data-… or --json]'
            cand -H 'A header that the script sets, `Name: value`; `Name;` is empty, `Name:` takes a default away'
            cand --header 'A header that the script sets, `Name: value`; `Name;` is empty, `Name:` takes a default away'
            cand -d 'A body, or `@FILE` without its line breaks; several are joined by `&`'
            cand --data 'A body, or `@FILE` without its line breaks; several are joined by `&`'
            cand --data-binary 'A body, byte for byte, or `@FILE` (`@-` is standard input)'
            cand --data-raw 'A body, byte for byte, even where it begins with `@`'
            cand --json 'A JSON body, or `@FILE`, with the Content-Type and Accept of JSON'
            cand -b 'Cookies that the browser has for this host, `name=value; name=value`'
            cand --cookie 'Cookies that the browser has for this host, `name=value; name=value`'
            cand -u 'A user name and password that the script puts into an Authorization header'
            cand --user 'A user name and password that the script puts into an Authorization header'
            cand --origin 'The origin of the page that asks, or `null` [default: http://localhost:3000]'
            cand --credentials 'Whether cookies go along [default: same-origin]'
            cand --mode 'The request''s mode [default: cors]'
            cand --redirect 'What becomes of redirects [default: follow]'
            cand --cache 'The cache mode; there is no cache here, but it adds headers [default: default]'
            cand --referrer 'The URL of the page that asks, or `no-referrer` [default: the origin and `/`]'
            cand --referrer-policy 'The referrer policy [default: strict-origin-when-cross-origin]'
            cand --page-address 'Where the page was loaded from, for Chromium''s Local Network Access [default: looked up]'
            cand --entry 'Of a pasted HAR, the request of this number, from 1'
            cand --color 'When to use colour'
            cand --allow-credentials 'Allow cookies, HTTP authentication and client certificates'
            cand --stream 'The body is a ReadableStream, which Chromium sends over HTTP/2 only'
            cand -L 'Nothing: browsers follow redirects by themselves (see --redirect); for curl''s sake'
            cand --location 'Nothing: browsers follow redirects by themselves (see --redirect); for curl''s sake'
            cand --upload-listener 'The script listens for upload progress (XMLHttpRequest), which makes a preflight'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'preflight;policy;help'= {
            cand check 'Everything that is wrong with a policy file, or the policies as they are meant'
            cand explain 'What a policy answers to one request, why, and what each browser makes of it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'preflight;policy;help;check'= {
        }
        &'preflight;policy;help;explain'= {
        }
        &'preflight;policy;help;help'= {
        }
        &'preflight;serve'= {
            cand --upstream 'Forward to this server; several that answer the same take turns (repeatable)'
            cand --listen 'Listen here instead of on 127.0.0.1:8080 (repeatable)'
            cand --admin 'Answer /metrics, /healthz and /decisions here'
            cand --access-log 'Write a line for each request to this file; `-` for standard output'
            cand --access-log-format 'How a line of the access log looks'
            cand --threads 'Threads that serve requests [default: one for each core]'
            cand --allow-origin 'Who may read the responses: `https://app.example.com`, `https://*.example.com` for its subdomains, `http://localhost:*` for any port, `*` for anybody; several by commas or by repeating the flag, as in the flags below'
            cand --allow-method 'A method beyond GET, HEAD and POST, or `*`'
            cand --allow-header 'A request header beyond the safelisted ones, or `*`'
            cand --expose-header 'A response header that scripts may read, or `*`'
            cand --max-age 'How long browsers may keep a preflight''s answer: seconds, or `90s`, `10m`, `1h`'
            cand --config 'Read this file [default: preflight.toml in this folder or the nearest above]'
            cand --color 'When to use colour'
            cand --dev 'Allow every page of this machine everything, and show each decision as it is made'
            cand -q 'Print nothing but what is wrong'
            cand --quiet 'Print nothing but what is wrong'
            cand --allow-credentials 'Allow cookies, HTTP authentication and client certificates'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'preflight;targets'= {
            cand --format 'The form of the list'
            cand --color 'When to use colour'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'preflight;ui'= {
            cand --listen 'Listen here [default: 127.0.0.1:9340, or a free port where that is taken]; an address that other machines reach wants a --token'
            cand --token 'What the page shows to be let in: 16 characters or more [default: a new one at every start]'
            cand --host 'Answer to this name too: that of a machine in your network; repeatable'
            cand --assets 'Read the page''s files from this folder: for who works on them'
            cand --color 'When to use colour'
            cand --allow-private-targets 'Ask servers in private networks too, where other machines reach the workbench'
            cand --no-open 'Do not open the page, only print its address'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'preflight;help'= {
            cand check 'Would a browser let this request through? Why not? What to change?'
            cand clinic 'A server broken in every known way, on this machine only, to learn and to test on'
            cand explain 'What a console message means, and what to run next'
            cand fetch 'A browser''s fetch() in the terminal: the body as the script gets it, or why it gets none'
            cand generate 'A policy as the configuration of a server, framework or cloud service'
            cand policy 'A policy''s problems; what it answers to one request, and why'
            cand serve 'Put a policy in front of any server: preflights are answered, CORS headers set on every response'
            cand targets 'The targets of `generate`, what each does otherwise than the policy, and how ours is proven'
            cand ui 'The workbench in your web browser: check, build a policy, look things up, try it for real'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'preflight;help;check'= {
        }
        &'preflight;help;clinic'= {
        }
        &'preflight;help;explain'= {
        }
        &'preflight;help;fetch'= {
        }
        &'preflight;help;generate'= {
        }
        &'preflight;help;policy'= {
            cand check 'Everything that is wrong with a policy file, or the policies as they are meant'
            cand explain 'What a policy answers to one request, why, and what each browser makes of it'
        }
        &'preflight;help;policy;check'= {
        }
        &'preflight;help;policy;explain'= {
        }
        &'preflight;help;serve'= {
        }
        &'preflight;help;targets'= {
        }
        &'preflight;help;ui'= {
        }
        &'preflight;help;help'= {
        }
    ]
    $completions[$command]
}
