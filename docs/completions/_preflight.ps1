
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'preflight' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'preflight'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'preflight' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Would a browser let this request through? Why not? What to change?')
            [CompletionResult]::new('clinic', 'clinic', [CompletionResultType]::ParameterValue, 'A server broken in every known way, on this machine only, to learn and to test on')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'What a console message means, and what to run next')
            [CompletionResult]::new('fetch', 'fetch', [CompletionResultType]::ParameterValue, 'A browser''s fetch() in the terminal: the body as the script gets it, or why it gets none')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'A policy as the configuration of a server, framework or cloud service')
            [CompletionResult]::new('policy', 'policy', [CompletionResultType]::ParameterValue, 'A policy''s problems; what it answers to one request, and why')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Put a policy in front of any server: preflights are answered, CORS headers set on every response')
            [CompletionResult]::new('targets', 'targets', [CompletionResultType]::ParameterValue, 'The targets of `generate`, what each does otherwise than the policy, and how ours is proven')
            [CompletionResult]::new('ui', 'ui', [CompletionResultType]::ParameterValue, 'The workbench in your web browser: check, build a policy, look things up, try it for real')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'preflight;check' {
            [CompletionResult]::new('--browser', '--browser', [CompletionResultType]::ParameterName, 'Whose verdict counts; several with commas between')
            [CompletionResult]::new('--read', '--read', [CompletionResultType]::ParameterName, 'A response header that the script wants to read; repeatable')
            [CompletionResult]::new('--target', '--target', [CompletionResultType]::ParameterName, 'Say what to change in this target''s words, instead of those of the layer that answered; `preflight targets` lists them')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Print nothing but the configuration of this target that lets the request through')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the report')
            [CompletionResult]::new('-X', '-X ', [CompletionResultType]::ParameterName, 'The method [default: GET; POST with -d, --data-… or --json]')
            [CompletionResult]::new('--request', '--request', [CompletionResultType]::ParameterName, 'The method [default: GET; POST with -d, --data-… or --json]')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'A header that the script sets, `Name: value`; `Name;` is empty, `Name:` takes a default away')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'A header that the script sets, `Name: value`; `Name;` is empty, `Name:` takes a default away')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'A body, or `@FILE` without its line breaks; several are joined by `&`')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'A body, or `@FILE` without its line breaks; several are joined by `&`')
            [CompletionResult]::new('--data-binary', '--data-binary', [CompletionResultType]::ParameterName, 'A body, byte for byte, or `@FILE` (`@-` is standard input)')
            [CompletionResult]::new('--data-raw', '--data-raw', [CompletionResultType]::ParameterName, 'A body, byte for byte, even where it begins with `@`')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'A JSON body, or `@FILE`, with the Content-Type and Accept of JSON')
            [CompletionResult]::new('-b', '-b', [CompletionResultType]::ParameterName, 'Cookies that the browser has for this host, `name=value; name=value`')
            [CompletionResult]::new('--cookie', '--cookie', [CompletionResultType]::ParameterName, 'Cookies that the browser has for this host, `name=value; name=value`')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'A user name and password that the script puts into an Authorization header')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'A user name and password that the script puts into an Authorization header')
            [CompletionResult]::new('--origin', '--origin', [CompletionResultType]::ParameterName, 'The origin of the page that asks, or `null` [default: http://localhost:3000]')
            [CompletionResult]::new('--credentials', '--credentials', [CompletionResultType]::ParameterName, 'Whether cookies go along [default: same-origin]')
            [CompletionResult]::new('--mode', '--mode', [CompletionResultType]::ParameterName, 'The request''s mode [default: cors]')
            [CompletionResult]::new('--redirect', '--redirect', [CompletionResultType]::ParameterName, 'What becomes of redirects [default: follow]')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache mode; there is no cache here, but it adds headers [default: default]')
            [CompletionResult]::new('--referrer', '--referrer', [CompletionResultType]::ParameterName, 'The URL of the page that asks, or `no-referrer` [default: the origin and `/`]')
            [CompletionResult]::new('--referrer-policy', '--referrer-policy', [CompletionResultType]::ParameterName, 'The referrer policy [default: strict-origin-when-cross-origin]')
            [CompletionResult]::new('--page-address', '--page-address', [CompletionResultType]::ParameterName, 'Where the page was loaded from, for Chromium''s Local Network Access [default: looked up]')
            [CompletionResult]::new('--entry', '--entry', [CompletionResultType]::ParameterName, 'Of a pasted HAR, the request of this number, from 1')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the certificates in this PEM file, and no others')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Resolve a name by hand: HOST:PORT:ADDRESS, or PATTERN=ADDRESS, where `*` stands for any text and the address `!` for none; the first match wins')
            [CompletionResult]::new('--connect-to', '--connect-to', [CompletionResultType]::ParameterName, 'Connect elsewhere: HOST1:PORT1:HOST2:PORT2, where parts may be empty')
            [CompletionResult]::new('-x', '-x', [CompletionResultType]::ParameterName, 'Go through this proxy instead of the one in HTTPS_PROXY or HTTP_PROXY')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy instead of the one in HTTPS_PROXY or HTTP_PROXY')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The longest time for everything together, in seconds')
            [CompletionResult]::new('--max-time', '--max-time', [CompletionResultType]::ParameterName, 'The longest time for everything together, in seconds')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'The longest time for resolving, connecting and TLS together, in seconds')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--send-actual', '--send-actual', [CompletionResultType]::ParameterName, 'Send the request itself too, though it may change something on the server')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the verdict and the first cause only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the verdict and the first cause only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every exchange, as curl lines too, and every step of the standard')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every exchange, as curl lines too, and every step of the standard')
            [CompletionResult]::new('--show-secrets', '--show-secrets', [CompletionResultType]::ParameterName, 'Print cookies, tokens and passwords as they are')
            [CompletionResult]::new('--stream', '--stream', [CompletionResultType]::ParameterName, 'The body is a ReadableStream, which Chromium sends over HTTP/2 only')
            [CompletionResult]::new('-L', '-L ', [CompletionResultType]::ParameterName, 'Nothing: browsers follow redirects by themselves (see --redirect); for curl''s sake')
            [CompletionResult]::new('--location', '--location', [CompletionResultType]::ParameterName, 'Nothing: browsers follow redirects by themselves (see --redirect); for curl''s sake')
            [CompletionResult]::new('--upload-listener', '--upload-listener', [CompletionResultType]::ParameterName, 'The script listens for upload progress (XMLHttpRequest), which makes a preflight')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Accept any certificate')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Accept any certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'preflight;clinic' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Take this port and those that follow, instead of free ones; the page stands at the first')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the page''s address only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the page''s address only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'preflight;explain' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print what it says, the first cause and the next command only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print what it says, the first cause and the next command only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'preflight;fetch' {
            [CompletionResult]::new('--browser', '--browser', [CompletionResultType]::ParameterName, 'Whose fetch() it is')
            [CompletionResult]::new('-X', '-X ', [CompletionResultType]::ParameterName, 'The method [default: GET; POST with -d, --data-… or --json]')
            [CompletionResult]::new('--request', '--request', [CompletionResultType]::ParameterName, 'The method [default: GET; POST with -d, --data-… or --json]')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'A header that the script sets, `Name: value`; `Name;` is empty, `Name:` takes a default away')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'A header that the script sets, `Name: value`; `Name;` is empty, `Name:` takes a default away')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'A body, or `@FILE` without its line breaks; several are joined by `&`')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'A body, or `@FILE` without its line breaks; several are joined by `&`')
            [CompletionResult]::new('--data-binary', '--data-binary', [CompletionResultType]::ParameterName, 'A body, byte for byte, or `@FILE` (`@-` is standard input)')
            [CompletionResult]::new('--data-raw', '--data-raw', [CompletionResultType]::ParameterName, 'A body, byte for byte, even where it begins with `@`')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'A JSON body, or `@FILE`, with the Content-Type and Accept of JSON')
            [CompletionResult]::new('-b', '-b', [CompletionResultType]::ParameterName, 'Cookies that the browser has for this host, `name=value; name=value`')
            [CompletionResult]::new('--cookie', '--cookie', [CompletionResultType]::ParameterName, 'Cookies that the browser has for this host, `name=value; name=value`')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'A user name and password that the script puts into an Authorization header')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'A user name and password that the script puts into an Authorization header')
            [CompletionResult]::new('--origin', '--origin', [CompletionResultType]::ParameterName, 'The origin of the page that asks, or `null` [default: http://localhost:3000]')
            [CompletionResult]::new('--credentials', '--credentials', [CompletionResultType]::ParameterName, 'Whether cookies go along [default: same-origin]')
            [CompletionResult]::new('--mode', '--mode', [CompletionResultType]::ParameterName, 'The request''s mode [default: cors]')
            [CompletionResult]::new('--redirect', '--redirect', [CompletionResultType]::ParameterName, 'What becomes of redirects [default: follow]')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache mode; there is no cache here, but it adds headers [default: default]')
            [CompletionResult]::new('--referrer', '--referrer', [CompletionResultType]::ParameterName, 'The URL of the page that asks, or `no-referrer` [default: the origin and `/`]')
            [CompletionResult]::new('--referrer-policy', '--referrer-policy', [CompletionResultType]::ParameterName, 'The referrer policy [default: strict-origin-when-cross-origin]')
            [CompletionResult]::new('--page-address', '--page-address', [CompletionResultType]::ParameterName, 'Where the page was loaded from, for Chromium''s Local Network Access [default: looked up]')
            [CompletionResult]::new('--entry', '--entry', [CompletionResultType]::ParameterName, 'Of a pasted HAR, the request of this number, from 1')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the certificates in this PEM file, and no others')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Resolve a name by hand: HOST:PORT:ADDRESS, or PATTERN=ADDRESS, where `*` stands for any text and the address `!` for none; the first match wins')
            [CompletionResult]::new('--connect-to', '--connect-to', [CompletionResultType]::ParameterName, 'Connect elsewhere: HOST1:PORT1:HOST2:PORT2, where parts may be empty')
            [CompletionResult]::new('-x', '-x', [CompletionResultType]::ParameterName, 'Go through this proxy instead of the one in HTTPS_PROXY or HTTP_PROXY')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy instead of the one in HTTPS_PROXY or HTTP_PROXY')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The longest time for everything together, in seconds')
            [CompletionResult]::new('--max-time', '--max-time', [CompletionResultType]::ParameterName, 'The longest time for everything together, in seconds')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'The longest time for resolving, connecting and TLS together, in seconds')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Print the status line and the headers that the script may read, before the body')
            [CompletionResult]::new('--include', '--include', [CompletionResultType]::ParameterName, 'Print the status line and the headers that the script may read, before the body')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every exchange as it happens, and every step of the standard that decided')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every exchange as it happens, and every step of the standard that decided')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes')
            [CompletionResult]::new('--show-secrets', '--show-secrets', [CompletionResultType]::ParameterName, 'Print cookies, tokens and passwords as they are, in what goes to standard error')
            [CompletionResult]::new('--jsonl', '--jsonl', [CompletionResultType]::ParameterName, 'Answer requests on standard input, one JSON object a line, until it ends')
            [CompletionResult]::new('--stream', '--stream', [CompletionResultType]::ParameterName, 'The body is a ReadableStream, which Chromium sends over HTTP/2 only')
            [CompletionResult]::new('-L', '-L ', [CompletionResultType]::ParameterName, 'Nothing: browsers follow redirects by themselves (see --redirect); for curl''s sake')
            [CompletionResult]::new('--location', '--location', [CompletionResultType]::ParameterName, 'Nothing: browsers follow redirects by themselves (see --redirect); for curl''s sake')
            [CompletionResult]::new('--upload-listener', '--upload-listener', [CompletionResultType]::ParameterName, 'The script listens for upload progress (XMLHttpRequest), which makes a preflight')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Accept any certificate')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Accept any certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'preflight;generate' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, `-` for standard input [default: preflight.toml in this folder or the nearest above]')
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Where the server listens, for targets that are servers')
            [CompletionResult]::new('--upstream', '--upstream', [CompletionResultType]::ParameterName, 'What stands behind it, for targets that pass requests on')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Write the files into this folder instead of to standard output; files that are there stay')
            [CompletionResult]::new('--allow-origin', '--allow-origin', [CompletionResultType]::ParameterName, 'Who may read the responses: `https://app.example.com`, `https://*.example.com` for its subdomains, `http://localhost:*` for any port, `*` for anybody; several by commas or by repeating the flag, as in the flags below')
            [CompletionResult]::new('--allow-method', '--allow-method', [CompletionResultType]::ParameterName, 'A method beyond GET, HEAD and POST, or `*`')
            [CompletionResult]::new('--allow-header', '--allow-header', [CompletionResultType]::ParameterName, 'A request header beyond the safelisted ones, or `*`')
            [CompletionResult]::new('--expose-header', '--expose-header', [CompletionResultType]::ParameterName, 'A response header that scripts may read, or `*`')
            [CompletionResult]::new('--max-age', '--max-age', [CompletionResultType]::ParameterName, 'How long browsers may keep a preflight''s answer: seconds, or `90s`, `10m`, `1h`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--allow-approximate', '--allow-approximate', [CompletionResultType]::ParameterName, 'Write the nearest safe alternative for what the target cannot express, with a warning in the file')
            [CompletionResult]::new('--allow-credentials', '--allow-credentials', [CompletionResultType]::ParameterName, 'Allow cookies, HTTP authentication and client certificates')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'preflight;policy' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Everything that is wrong with a policy file, or the policies as they are meant')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'What a policy answers to one request, why, and what each browser makes of it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'preflight;policy;check' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, `-` for standard input [default: preflight.toml in this folder or the nearest above]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--allow-origin', '--allow-origin', [CompletionResultType]::ParameterName, 'Who may read the responses: `https://app.example.com`, `https://*.example.com` for its subdomains, `http://localhost:*` for any port, `*` for anybody; several by commas or by repeating the flag, as in the flags below')
            [CompletionResult]::new('--allow-method', '--allow-method', [CompletionResultType]::ParameterName, 'A method beyond GET, HEAD and POST, or `*`')
            [CompletionResult]::new('--allow-header', '--allow-header', [CompletionResultType]::ParameterName, 'A request header beyond the safelisted ones, or `*`')
            [CompletionResult]::new('--expose-header', '--expose-header', [CompletionResultType]::ParameterName, 'A response header that scripts may read, or `*`')
            [CompletionResult]::new('--max-age', '--max-age', [CompletionResultType]::ParameterName, 'How long browsers may keep a preflight''s answer: seconds, or `90s`, `10m`, `1h`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--allow-credentials', '--allow-credentials', [CompletionResultType]::ParameterName, 'Allow cookies, HTTP authentication and client certificates')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'preflight;policy;explain' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, `-` for standard input [default: preflight.toml in this folder or the nearest above]')
            [CompletionResult]::new('--allow-origin', '--allow-origin', [CompletionResultType]::ParameterName, 'Who may read the responses: `https://app.example.com`, `https://*.example.com` for its subdomains, `http://localhost:*` for any port, `*` for anybody; several by commas or by repeating the flag, as in the flags below')
            [CompletionResult]::new('--allow-method', '--allow-method', [CompletionResultType]::ParameterName, 'A method beyond GET, HEAD and POST, or `*`')
            [CompletionResult]::new('--allow-header', '--allow-header', [CompletionResultType]::ParameterName, 'A request header beyond the safelisted ones, or `*`')
            [CompletionResult]::new('--expose-header', '--expose-header', [CompletionResultType]::ParameterName, 'A response header that scripts may read, or `*`')
            [CompletionResult]::new('--max-age', '--max-age', [CompletionResultType]::ParameterName, 'How long browsers may keep a preflight''s answer: seconds, or `90s`, `10m`, `1h`')
            [CompletionResult]::new('-X', '-X ', [CompletionResultType]::ParameterName, 'The method [default: GET; POST with -d, --data-… or --json]')
            [CompletionResult]::new('--request', '--request', [CompletionResultType]::ParameterName, 'The method [default: GET; POST with -d, --data-… or --json]')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'A header that the script sets, `Name: value`; `Name;` is empty, `Name:` takes a default away')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'A header that the script sets, `Name: value`; `Name;` is empty, `Name:` takes a default away')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'A body, or `@FILE` without its line breaks; several are joined by `&`')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'A body, or `@FILE` without its line breaks; several are joined by `&`')
            [CompletionResult]::new('--data-binary', '--data-binary', [CompletionResultType]::ParameterName, 'A body, byte for byte, or `@FILE` (`@-` is standard input)')
            [CompletionResult]::new('--data-raw', '--data-raw', [CompletionResultType]::ParameterName, 'A body, byte for byte, even where it begins with `@`')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'A JSON body, or `@FILE`, with the Content-Type and Accept of JSON')
            [CompletionResult]::new('-b', '-b', [CompletionResultType]::ParameterName, 'Cookies that the browser has for this host, `name=value; name=value`')
            [CompletionResult]::new('--cookie', '--cookie', [CompletionResultType]::ParameterName, 'Cookies that the browser has for this host, `name=value; name=value`')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'A user name and password that the script puts into an Authorization header')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'A user name and password that the script puts into an Authorization header')
            [CompletionResult]::new('--origin', '--origin', [CompletionResultType]::ParameterName, 'The origin of the page that asks, or `null` [default: http://localhost:3000]')
            [CompletionResult]::new('--credentials', '--credentials', [CompletionResultType]::ParameterName, 'Whether cookies go along [default: same-origin]')
            [CompletionResult]::new('--mode', '--mode', [CompletionResultType]::ParameterName, 'The request''s mode [default: cors]')
            [CompletionResult]::new('--redirect', '--redirect', [CompletionResultType]::ParameterName, 'What becomes of redirects [default: follow]')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache mode; there is no cache here, but it adds headers [default: default]')
            [CompletionResult]::new('--referrer', '--referrer', [CompletionResultType]::ParameterName, 'The URL of the page that asks, or `no-referrer` [default: the origin and `/`]')
            [CompletionResult]::new('--referrer-policy', '--referrer-policy', [CompletionResultType]::ParameterName, 'The referrer policy [default: strict-origin-when-cross-origin]')
            [CompletionResult]::new('--page-address', '--page-address', [CompletionResultType]::ParameterName, 'Where the page was loaded from, for Chromium''s Local Network Access [default: looked up]')
            [CompletionResult]::new('--entry', '--entry', [CompletionResultType]::ParameterName, 'Of a pasted HAR, the request of this number, from 1')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--allow-credentials', '--allow-credentials', [CompletionResultType]::ParameterName, 'Allow cookies, HTTP authentication and client certificates')
            [CompletionResult]::new('--stream', '--stream', [CompletionResultType]::ParameterName, 'The body is a ReadableStream, which Chromium sends over HTTP/2 only')
            [CompletionResult]::new('-L', '-L ', [CompletionResultType]::ParameterName, 'Nothing: browsers follow redirects by themselves (see --redirect); for curl''s sake')
            [CompletionResult]::new('--location', '--location', [CompletionResultType]::ParameterName, 'Nothing: browsers follow redirects by themselves (see --redirect); for curl''s sake')
            [CompletionResult]::new('--upload-listener', '--upload-listener', [CompletionResultType]::ParameterName, 'The script listens for upload progress (XMLHttpRequest), which makes a preflight')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'preflight;policy;help' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Everything that is wrong with a policy file, or the policies as they are meant')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'What a policy answers to one request, why, and what each browser makes of it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'preflight;policy;help;check' {
            break
        }
        'preflight;policy;help;explain' {
            break
        }
        'preflight;policy;help;help' {
            break
        }
        'preflight;serve' {
            [CompletionResult]::new('--upstream', '--upstream', [CompletionResultType]::ParameterName, 'Forward to this server; several that answer the same take turns (repeatable)')
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Listen here instead of on 127.0.0.1:8080 (repeatable)')
            [CompletionResult]::new('--admin', '--admin', [CompletionResultType]::ParameterName, 'Answer /metrics, /healthz and /decisions here')
            [CompletionResult]::new('--access-log', '--access-log', [CompletionResultType]::ParameterName, 'Write a line for each request to this file; `-` for standard output')
            [CompletionResult]::new('--access-log-format', '--access-log-format', [CompletionResultType]::ParameterName, 'How a line of the access log looks')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads that serve requests [default: one for each core]')
            [CompletionResult]::new('--allow-origin', '--allow-origin', [CompletionResultType]::ParameterName, 'Who may read the responses: `https://app.example.com`, `https://*.example.com` for its subdomains, `http://localhost:*` for any port, `*` for anybody; several by commas or by repeating the flag, as in the flags below')
            [CompletionResult]::new('--allow-method', '--allow-method', [CompletionResultType]::ParameterName, 'A method beyond GET, HEAD and POST, or `*`')
            [CompletionResult]::new('--allow-header', '--allow-header', [CompletionResultType]::ParameterName, 'A request header beyond the safelisted ones, or `*`')
            [CompletionResult]::new('--expose-header', '--expose-header', [CompletionResultType]::ParameterName, 'A response header that scripts may read, or `*`')
            [CompletionResult]::new('--max-age', '--max-age', [CompletionResultType]::ParameterName, 'How long browsers may keep a preflight''s answer: seconds, or `90s`, `10m`, `1h`')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file [default: preflight.toml in this folder or the nearest above]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--dev', '--dev', [CompletionResultType]::ParameterName, 'Allow every page of this machine everything, and show each decision as it is made')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but what is wrong')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but what is wrong')
            [CompletionResult]::new('--allow-credentials', '--allow-credentials', [CompletionResultType]::ParameterName, 'Allow cookies, HTTP authentication and client certificates')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'preflight;targets' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the list')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'preflight;ui' {
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Listen here [default: 127.0.0.1:9340, or a free port where that is taken]; an address that other machines reach wants a --token')
            [CompletionResult]::new('--token', '--token', [CompletionResultType]::ParameterName, 'What the page shows to be let in: 16 characters or more [default: a new one at every start]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Answer to this name too: that of a machine in your network; repeatable')
            [CompletionResult]::new('--assets', '--assets', [CompletionResultType]::ParameterName, 'Read the page''s files from this folder: for who works on them')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--allow-private-targets', '--allow-private-targets', [CompletionResultType]::ParameterName, 'Ask servers in private networks too, where other machines reach the workbench')
            [CompletionResult]::new('--no-open', '--no-open', [CompletionResultType]::ParameterName, 'Do not open the page, only print its address')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'preflight;help' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Would a browser let this request through? Why not? What to change?')
            [CompletionResult]::new('clinic', 'clinic', [CompletionResultType]::ParameterValue, 'A server broken in every known way, on this machine only, to learn and to test on')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'What a console message means, and what to run next')
            [CompletionResult]::new('fetch', 'fetch', [CompletionResultType]::ParameterValue, 'A browser''s fetch() in the terminal: the body as the script gets it, or why it gets none')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'A policy as the configuration of a server, framework or cloud service')
            [CompletionResult]::new('policy', 'policy', [CompletionResultType]::ParameterValue, 'A policy''s problems; what it answers to one request, and why')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Put a policy in front of any server: preflights are answered, CORS headers set on every response')
            [CompletionResult]::new('targets', 'targets', [CompletionResultType]::ParameterValue, 'The targets of `generate`, what each does otherwise than the policy, and how ours is proven')
            [CompletionResult]::new('ui', 'ui', [CompletionResultType]::ParameterValue, 'The workbench in your web browser: check, build a policy, look things up, try it for real')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'preflight;help;check' {
            break
        }
        'preflight;help;clinic' {
            break
        }
        'preflight;help;explain' {
            break
        }
        'preflight;help;fetch' {
            break
        }
        'preflight;help;generate' {
            break
        }
        'preflight;help;policy' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Everything that is wrong with a policy file, or the policies as they are meant')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'What a policy answers to one request, why, and what each browser makes of it')
            break
        }
        'preflight;help;policy;check' {
            break
        }
        'preflight;help;policy;explain' {
            break
        }
        'preflight;help;serve' {
            break
        }
        'preflight;help;targets' {
            break
        }
        'preflight;help;ui' {
            break
        }
        'preflight;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
