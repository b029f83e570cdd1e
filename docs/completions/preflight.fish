# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_preflight_global_optspecs
    string join \n color= h/help V/version
end

function __fish_preflight_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_preflight_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_preflight_using_subcommand
    set -l cmd (__fish_preflight_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c preflight -n "__fish_preflight_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c preflight -n "__fish_preflight_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c preflight -n "__fish_preflight_needs_command" -s V -l version -d 'Print version'
complete -c preflight -n "__fish_preflight_needs_command" -f -a "check" -d 'Would a browser let this request through? Why not? What to change?'
complete -c preflight -n "__fish_preflight_needs_command" -f -a "clinic" -d 'A server broken in every known way, on this machine only, to learn and to test on'
complete -c preflight -n "__fish_preflight_needs_command" -f -a "explain" -d 'What a console message means, and what to run next'
complete -c preflight -n "__fish_preflight_needs_command" -f -a "fetch" -d 'A browser\'s fetch() in the terminal: the body as the script gets it, or why it gets none'
complete -c preflight -n "__fish_preflight_needs_command" -f -a "generate" -d 'A policy as the configuration of a server, framework or cloud service'
complete -c preflight -n "__fish_preflight_needs_command" -f -a "policy" -d 'A policy\'s problems; what it answers to one request, and why'
complete -c preflight -n "__fish_preflight_needs_command" -f -a "serve" -d 'Put a policy in front of any server: preflights are answered, CORS headers set on every response'
complete -c preflight -n "__fish_preflight_needs_command" -f -a "targets" -d 'The targets of `generate`, what each does otherwise than the policy, and how ours is proven'
complete -c preflight -n "__fish_preflight_needs_command" -f -a "ui" -d 'The workbench in your web browser: check, build a policy, look things up, try it for real'
complete -c preflight -n "__fish_preflight_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c preflight -n "__fish_preflight_using_subcommand check" -l browser -d 'Whose verdict counts; several with commas between' -r -f -a "all\t''
chromium\t''
firefox\t''
webkit\t''
standard\t''"
complete -c preflight -n "__fish_preflight_using_subcommand check" -l read -d 'A response header that the script wants to read; repeatable' -r
complete -c preflight -n "__fish_preflight_using_subcommand check" -l target -d 'Say what to change in this target\'s words, instead of those of the layer that answered; `preflight targets` lists them' -r
complete -c preflight -n "__fish_preflight_using_subcommand check" -l fix -d 'Print nothing but the configuration of this target that lets the request through' -r
complete -c preflight -n "__fish_preflight_using_subcommand check" -l format -d 'The form of the report' -r -f -a "human\t'For a person at a terminal'
json\t'For programs: one JSON object'
markdown\t'For an issue or a pull request'"
complete -c preflight -n "__fish_preflight_using_subcommand check" -s X -l request -d 'The method [default: GET; POST with -d, --data-… or --json]' -r
complete -c preflight -n "__fish_preflight_using_subcommand check" -s H -l header -d 'A header that the script sets, `Name: value`; `Name;` is empty, `Name:` takes a default away' -r
complete -c preflight -n "__fish_preflight_using_subcommand check" -s d -l data -d 'A body, or `@FILE` without its line breaks; several are joined by `&`' -r
complete -c preflight -n "__fish_preflight_using_subcommand check" -l data-binary -d 'A body, byte for byte, or `@FILE` (`@-` is standard input)' -r
complete -c preflight -n "__fish_preflight_using_subcommand check" -l data-raw -d 'A body, byte for byte, even where it begins with `@`' -r
complete -c preflight -n "__fish_preflight_using_subcommand check" -l json -d 'A JSON body, or `@FILE`, with the Content-Type and Accept of JSON' -r
complete -c preflight -n "__fish_preflight_using_subcommand check" -s b -l cookie -d 'Cookies that the browser has for this host, `name=value; name=value`' -r
complete -c preflight -n "__fish_preflight_using_subcommand check" -s u -l user -d 'A user name and password that the script puts into an Authorization header' -r
complete -c preflight -n "__fish_preflight_using_subcommand check" -l origin -d 'The origin of the page that asks, or `null` [default: http://localhost:3000]' -r
complete -c preflight -n "__fish_preflight_using_subcommand check" -l credentials -d 'Whether cookies go along [default: same-origin]' -r -f -a "omit\t''
same-origin\t''
include\t''"
complete -c preflight -n "__fish_preflight_using_subcommand check" -l mode -d 'The request\'s mode [default: cors]' -r -f -a "cors\t''
no-cors\t''
same-origin\t''"
complete -c preflight -n "__fish_preflight_using_subcommand check" -l redirect -d 'What becomes of redirects [default: follow]' -r -f -a "follow\t''
error\t''
manual\t''"
complete -c preflight -n "__fish_preflight_using_subcommand check" -l cache -d 'The cache mode; there is no cache here, but it adds headers [default: default]' -r -f -a "default\t''
no-store\t''
reload\t''
no-cache\t''
force-cache\t''
only-if-cached\t''"
complete -c preflight -n "__fish_preflight_using_subcommand check" -l referrer -d 'The URL of the page that asks, or `no-referrer` [default: the origin and `/`]' -r
complete -c preflight -n "__fish_preflight_using_subcommand check" -l referrer-policy -d 'The referrer policy [default: strict-origin-when-cross-origin]' -r -f -a "no-referrer\t''
no-referrer-when-downgrade\t''
same-origin\t''
origin\t''
strict-origin\t''
origin-when-cross-origin\t''
strict-origin-when-cross-origin\t''
unsafe-url\t''"
complete -c preflight -n "__fish_preflight_using_subcommand check" -l page-address -d 'Where the page was loaded from, for Chromium\'s Local Network Access [default: looked up]' -r -f -a "public\t''
private\t''
loopback\t''"
complete -c preflight -n "__fish_preflight_using_subcommand check" -l entry -d 'Of a pasted HAR, the request of this number, from 1' -r
complete -c preflight -n "__fish_preflight_using_subcommand check" -l cacert -d 'Trust the certificates in this PEM file, and no others' -r -F
complete -c preflight -n "__fish_preflight_using_subcommand check" -l resolve -d 'Resolve a name by hand: HOST:PORT:ADDRESS, or PATTERN=ADDRESS, where `*` stands for any text and the address `!` for none; the first match wins' -r
complete -c preflight -n "__fish_preflight_using_subcommand check" -l connect-to -d 'Connect elsewhere: HOST1:PORT1:HOST2:PORT2, where parts may be empty' -r
complete -c preflight -n "__fish_preflight_using_subcommand check" -s x -l proxy -d 'Go through this proxy instead of the one in HTTPS_PROXY or HTTP_PROXY' -r
complete -c preflight -n "__fish_preflight_using_subcommand check" -s m -l max-time -d 'The longest time for everything together, in seconds' -r
complete -c preflight -n "__fish_preflight_using_subcommand check" -l connect-timeout -d 'The longest time for resolving, connecting and TLS together, in seconds' -r
complete -c preflight -n "__fish_preflight_using_subcommand check" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c preflight -n "__fish_preflight_using_subcommand check" -l send-actual -d 'Send the request itself too, though it may change something on the server'
complete -c preflight -n "__fish_preflight_using_subcommand check" -s q -l quiet -d 'Print the verdict and the first cause only'
complete -c preflight -n "__fish_preflight_using_subcommand check" -s v -l verbose -d 'Print every exchange, as curl lines too, and every step of the standard'
complete -c preflight -n "__fish_preflight_using_subcommand check" -l show-secrets -d 'Print cookies, tokens and passwords as they are'
complete -c preflight -n "__fish_preflight_using_subcommand check" -l stream -d 'The body is a ReadableStream, which Chromium sends over HTTP/2 only'
complete -c preflight -n "__fish_preflight_using_subcommand check" -s L -l location -d 'Nothing: browsers follow redirects by themselves (see --redirect); for curl\'s sake'
complete -c preflight -n "__fish_preflight_using_subcommand check" -l upload-listener -d 'The script listens for upload progress (XMLHttpRequest), which makes a preflight'
complete -c preflight -n "__fish_preflight_using_subcommand check" -s k -l insecure -d 'Accept any certificate'
complete -c preflight -n "__fish_preflight_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c preflight -n "__fish_preflight_using_subcommand clinic" -l port -d 'Take this port and those that follow, instead of free ones; the page stands at the first' -r
complete -c preflight -n "__fish_preflight_using_subcommand clinic" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c preflight -n "__fish_preflight_using_subcommand clinic" -s q -l quiet -d 'Print the page\'s address only'
complete -c preflight -n "__fish_preflight_using_subcommand clinic" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c preflight -n "__fish_preflight_using_subcommand explain" -l format -d 'The form of the answer' -r -f -a "human\t'For a person at a terminal'
json\t'For programs: one JSON object'
markdown\t'For an issue or a pull request'"
complete -c preflight -n "__fish_preflight_using_subcommand explain" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c preflight -n "__fish_preflight_using_subcommand explain" -s q -l quiet -d 'Print what it says, the first cause and the next command only'
complete -c preflight -n "__fish_preflight_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l browser -d 'Whose fetch() it is' -r -f -a "standard\t''
chromium\t''
firefox\t''
webkit\t''"
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -s X -l request -d 'The method [default: GET; POST with -d, --data-… or --json]' -r
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -s H -l header -d 'A header that the script sets, `Name: value`; `Name;` is empty, `Name:` takes a default away' -r
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -s d -l data -d 'A body, or `@FILE` without its line breaks; several are joined by `&`' -r
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l data-binary -d 'A body, byte for byte, or `@FILE` (`@-` is standard input)' -r
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l data-raw -d 'A body, byte for byte, even where it begins with `@`' -r
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l json -d 'A JSON body, or `@FILE`, with the Content-Type and Accept of JSON' -r
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -s b -l cookie -d 'Cookies that the browser has for this host, `name=value; name=value`' -r
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -s u -l user -d 'A user name and password that the script puts into an Authorization header' -r
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l origin -d 'The origin of the page that asks, or `null` [default: http://localhost:3000]' -r
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l credentials -d 'Whether cookies go along [default: same-origin]' -r -f -a "omit\t''
same-origin\t''
include\t''"
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l mode -d 'The request\'s mode [default: cors]' -r -f -a "cors\t''
no-cors\t''
same-origin\t''"
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l redirect -d 'What becomes of redirects [default: follow]' -r -f -a "follow\t''
error\t''
manual\t''"
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l cache -d 'The cache mode; there is no cache here, but it adds headers [default: default]' -r -f -a "default\t''
no-store\t''
reload\t''
no-cache\t''
force-cache\t''
only-if-cached\t''"
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l referrer -d 'The URL of the page that asks, or `no-referrer` [default: the origin and `/`]' -r
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l referrer-policy -d 'The referrer policy [default: strict-origin-when-cross-origin]' -r -f -a "no-referrer\t''
no-referrer-when-downgrade\t''
same-origin\t''
origin\t''
strict-origin\t''
origin-when-cross-origin\t''
strict-origin-when-cross-origin\t''
unsafe-url\t''"
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l page-address -d 'Where the page was loaded from, for Chromium\'s Local Network Access [default: looked up]' -r -f -a "public\t''
private\t''
loopback\t''"
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l entry -d 'Of a pasted HAR, the request of this number, from 1' -r
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l cacert -d 'Trust the certificates in this PEM file, and no others' -r -F
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l resolve -d 'Resolve a name by hand: HOST:PORT:ADDRESS, or PATTERN=ADDRESS, where `*` stands for any text and the address `!` for none; the first match wins' -r
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l connect-to -d 'Connect elsewhere: HOST1:PORT1:HOST2:PORT2, where parts may be empty' -r
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -s x -l proxy -d 'Go through this proxy instead of the one in HTTPS_PROXY or HTTP_PROXY' -r
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -s m -l max-time -d 'The longest time for everything together, in seconds' -r
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l connect-timeout -d 'The longest time for resolving, connecting and TLS together, in seconds' -r
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -s i -l include -d 'Print the status line and the headers that the script may read, before the body'
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -s v -l verbose -d 'Print every exchange as it happens, and every step of the standard that decided'
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -s q -l quiet -d 'Print no notes'
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l show-secrets -d 'Print cookies, tokens and passwords as they are, in what goes to standard error'
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l jsonl -d 'Answer requests on standard input, one JSON object a line, until it ends'
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l stream -d 'The body is a ReadableStream, which Chromium sends over HTTP/2 only'
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -s L -l location -d 'Nothing: browsers follow redirects by themselves (see --redirect); for curl\'s sake'
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -l upload-listener -d 'The script listens for upload progress (XMLHttpRequest), which makes a preflight'
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -s k -l insecure -d 'Accept any certificate'
complete -c preflight -n "__fish_preflight_using_subcommand fetch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c preflight -n "__fish_preflight_using_subcommand generate" -l config -d 'The policy file, `-` for standard input [default: preflight.toml in this folder or the nearest above]' -r -F
complete -c preflight -n "__fish_preflight_using_subcommand generate" -l listen -d 'Where the server listens, for targets that are servers' -r
complete -c preflight -n "__fish_preflight_using_subcommand generate" -l upstream -d 'What stands behind it, for targets that pass requests on' -r
complete -c preflight -n "__fish_preflight_using_subcommand generate" -l out -d 'Write the files into this folder instead of to standard output; files that are there stay' -r -F
complete -c preflight -n "__fish_preflight_using_subcommand generate" -l allow-origin -d 'Who may read the responses: `https://app.example.com`, `https://*.example.com` for its subdomains, `http://localhost:*` for any port, `*` for anybody; several by commas or by repeating the flag, as in the flags below' -r
complete -c preflight -n "__fish_preflight_using_subcommand generate" -l allow-method -d 'A method beyond GET, HEAD and POST, or `*`' -r
complete -c preflight -n "__fish_preflight_using_subcommand generate" -l allow-header -d 'A request header beyond the safelisted ones, or `*`' -r
complete -c preflight -n "__fish_preflight_using_subcommand generate" -l expose-header -d 'A response header that scripts may read, or `*`' -r
complete -c preflight -n "__fish_preflight_using_subcommand generate" -l max-age -d 'How long browsers may keep a preflight\'s answer: seconds, or `90s`, `10m`, `1h`' -r
complete -c preflight -n "__fish_preflight_using_subcommand generate" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c preflight -n "__fish_preflight_using_subcommand generate" -l allow-approximate -d 'Write the nearest safe alternative for what the target cannot express, with a warning in the file'
complete -c preflight -n "__fish_preflight_using_subcommand generate" -l allow-credentials -d 'Allow cookies, HTTP authentication and client certificates'
complete -c preflight -n "__fish_preflight_using_subcommand generate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c preflight -n "__fish_preflight_using_subcommand policy; and not __fish_seen_subcommand_from check explain help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c preflight -n "__fish_preflight_using_subcommand policy; and not __fish_seen_subcommand_from check explain help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c preflight -n "__fish_preflight_using_subcommand policy; and not __fish_seen_subcommand_from check explain help" -f -a "check" -d 'Everything that is wrong with a policy file, or the policies as they are meant'
complete -c preflight -n "__fish_preflight_using_subcommand policy; and not __fish_seen_subcommand_from check explain help" -f -a "explain" -d 'What a policy answers to one request, why, and what each browser makes of it'
complete -c preflight -n "__fish_preflight_using_subcommand policy; and not __fish_seen_subcommand_from check explain help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from check" -l config -d 'The policy file, `-` for standard input [default: preflight.toml in this folder or the nearest above]' -r -F
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from check" -l format -d 'The form of the answer' -r -f -a "human\t'For a person at a terminal'
json\t'For programs: one JSON object'"
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from check" -l allow-origin -d 'Who may read the responses: `https://app.example.com`, `https://*.example.com` for its subdomains, `http://localhost:*` for any port, `*` for anybody; several by commas or by repeating the flag, as in the flags below' -r
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from check" -l allow-method -d 'A method beyond GET, HEAD and POST, or `*`' -r
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from check" -l allow-header -d 'A request header beyond the safelisted ones, or `*`' -r
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from check" -l expose-header -d 'A response header that scripts may read, or `*`' -r
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from check" -l max-age -d 'How long browsers may keep a preflight\'s answer: seconds, or `90s`, `10m`, `1h`' -r
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from check" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from check" -l allow-credentials -d 'Allow cookies, HTTP authentication and client certificates'
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l format -d 'The form of the answer' -r -f -a "human\t'For a person at a terminal'
json\t'For programs: one JSON object'"
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l config -d 'The policy file, `-` for standard input [default: preflight.toml in this folder or the nearest above]' -r -F
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l allow-origin -d 'Who may read the responses: `https://app.example.com`, `https://*.example.com` for its subdomains, `http://localhost:*` for any port, `*` for anybody; several by commas or by repeating the flag, as in the flags below' -r
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l allow-method -d 'A method beyond GET, HEAD and POST, or `*`' -r
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l allow-header -d 'A request header beyond the safelisted ones, or `*`' -r
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l expose-header -d 'A response header that scripts may read, or `*`' -r
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l max-age -d 'How long browsers may keep a preflight\'s answer: seconds, or `90s`, `10m`, `1h`' -r
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -s X -l request -d 'The method [default: GET; POST with -d, --data-… or --json]' -r
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -s H -l header -d 'A header that the script sets, `Name: value`; `Name;` is empty, `Name:` takes a default away' -r
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -s d -l data -d 'A body, or `@FILE` without its line breaks; several are joined by `&`' -r
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l data-binary -d 'A body, byte for byte, or `@FILE` (`@-` is standard input)' -r
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l data-raw -d 'A body, byte for byte, even where it begins with `@`' -r
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l json -d 'A JSON body, or `@FILE`, with the Content-Type and Accept of JSON' -r
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -s b -l cookie -d 'Cookies that the browser has for this host, `name=value; name=value`' -r
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -s u -l user -d 'A user name and password that the script puts into an Authorization header' -r
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l origin -d 'The origin of the page that asks, or `null` [default: http://localhost:3000]' -r
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l credentials -d 'Whether cookies go along [default: same-origin]' -r -f -a "omit\t''
same-origin\t''
include\t''"
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l mode -d 'The request\'s mode [default: cors]' -r -f -a "cors\t''
no-cors\t''
same-origin\t''"
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l redirect -d 'What becomes of redirects [default: follow]' -r -f -a "follow\t''
error\t''
manual\t''"
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l cache -d 'The cache mode; there is no cache here, but it adds headers [default: default]' -r -f -a "default\t''
no-store\t''
reload\t''
no-cache\t''
force-cache\t''
only-if-cached\t''"
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l referrer -d 'The URL of the page that asks, or `no-referrer` [default: the origin and `/`]' -r
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l referrer-policy -d 'The referrer policy [default: strict-origin-when-cross-origin]' -r -f -a "no-referrer\t''
no-referrer-when-downgrade\t''
same-origin\t''
origin\t''
strict-origin\t''
origin-when-cross-origin\t''
strict-origin-when-cross-origin\t''
unsafe-url\t''"
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l page-address -d 'Where the page was loaded from, for Chromium\'s Local Network Access [default: looked up]' -r -f -a "public\t''
private\t''
loopback\t''"
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l entry -d 'Of a pasted HAR, the request of this number, from 1' -r
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l allow-credentials -d 'Allow cookies, HTTP authentication and client certificates'
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l stream -d 'The body is a ReadableStream, which Chromium sends over HTTP/2 only'
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -s L -l location -d 'Nothing: browsers follow redirects by themselves (see --redirect); for curl\'s sake'
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -l upload-listener -d 'The script listens for upload progress (XMLHttpRequest), which makes a preflight'
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "check" -d 'Everything that is wrong with a policy file, or the policies as they are meant'
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "explain" -d 'What a policy answers to one request, why, and what each browser makes of it'
complete -c preflight -n "__fish_preflight_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c preflight -n "__fish_preflight_using_subcommand serve" -l upstream -d 'Forward to this server; several that answer the same take turns (repeatable)' -r
complete -c preflight -n "__fish_preflight_using_subcommand serve" -l listen -d 'Listen here instead of on 127.0.0.1:8080 (repeatable)' -r
complete -c preflight -n "__fish_preflight_using_subcommand serve" -l admin -d 'Answer /metrics, /healthz and /decisions here' -r
complete -c preflight -n "__fish_preflight_using_subcommand serve" -l access-log -d 'Write a line for each request to this file; `-` for standard output' -r -F
complete -c preflight -n "__fish_preflight_using_subcommand serve" -l access-log-format -d 'How a line of the access log looks' -r -f -a "json\t'A JSON object'
text\t'The Common Log Format, then what was decided'"
complete -c preflight -n "__fish_preflight_using_subcommand serve" -l threads -d 'Threads that serve requests [default: one for each core]' -r
complete -c preflight -n "__fish_preflight_using_subcommand serve" -l allow-origin -d 'Who may read the responses: `https://app.example.com`, `https://*.example.com` for its subdomains, `http://localhost:*` for any port, `*` for anybody; several by commas or by repeating the flag, as in the flags below' -r
complete -c preflight -n "__fish_preflight_using_subcommand serve" -l allow-method -d 'A method beyond GET, HEAD and POST, or `*`' -r
complete -c preflight -n "__fish_preflight_using_subcommand serve" -l allow-header -d 'A request header beyond the safelisted ones, or `*`' -r
complete -c preflight -n "__fish_preflight_using_subcommand serve" -l expose-header -d 'A response header that scripts may read, or `*`' -r
complete -c preflight -n "__fish_preflight_using_subcommand serve" -l max-age -d 'How long browsers may keep a preflight\'s answer: seconds, or `90s`, `10m`, `1h`' -r
complete -c preflight -n "__fish_preflight_using_subcommand serve" -l config -d 'Read this file [default: preflight.toml in this folder or the nearest above]' -r -F
complete -c preflight -n "__fish_preflight_using_subcommand serve" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c preflight -n "__fish_preflight_using_subcommand serve" -l dev -d 'Allow every page of this machine everything, and show each decision as it is made'
complete -c preflight -n "__fish_preflight_using_subcommand serve" -s q -l quiet -d 'Print nothing but what is wrong'
complete -c preflight -n "__fish_preflight_using_subcommand serve" -l allow-credentials -d 'Allow cookies, HTTP authentication and client certificates'
complete -c preflight -n "__fish_preflight_using_subcommand serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c preflight -n "__fish_preflight_using_subcommand targets" -l format -d 'The form of the list' -r -f -a "human\t'For a person at a terminal'
json\t'For programs: one JSON object'"
complete -c preflight -n "__fish_preflight_using_subcommand targets" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c preflight -n "__fish_preflight_using_subcommand targets" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c preflight -n "__fish_preflight_using_subcommand ui" -l listen -d 'Listen here [default: 127.0.0.1:9340, or a free port where that is taken]; an address that other machines reach wants a --token' -r
complete -c preflight -n "__fish_preflight_using_subcommand ui" -l token -d 'What the page shows to be let in: 16 characters or more [default: a new one at every start]' -r
complete -c preflight -n "__fish_preflight_using_subcommand ui" -l host -d 'Answer to this name too: that of a machine in your network; repeatable' -r
complete -c preflight -n "__fish_preflight_using_subcommand ui" -l assets -d 'Read the page\'s files from this folder: for who works on them' -r -F
complete -c preflight -n "__fish_preflight_using_subcommand ui" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c preflight -n "__fish_preflight_using_subcommand ui" -l allow-private-targets -d 'Ask servers in private networks too, where other machines reach the workbench'
complete -c preflight -n "__fish_preflight_using_subcommand ui" -l no-open -d 'Do not open the page, only print its address'
complete -c preflight -n "__fish_preflight_using_subcommand ui" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c preflight -n "__fish_preflight_using_subcommand help; and not __fish_seen_subcommand_from check clinic explain fetch generate policy serve targets ui help" -f -a "check" -d 'Would a browser let this request through? Why not? What to change?'
complete -c preflight -n "__fish_preflight_using_subcommand help; and not __fish_seen_subcommand_from check clinic explain fetch generate policy serve targets ui help" -f -a "clinic" -d 'A server broken in every known way, on this machine only, to learn and to test on'
complete -c preflight -n "__fish_preflight_using_subcommand help; and not __fish_seen_subcommand_from check clinic explain fetch generate policy serve targets ui help" -f -a "explain" -d 'What a console message means, and what to run next'
complete -c preflight -n "__fish_preflight_using_subcommand help; and not __fish_seen_subcommand_from check clinic explain fetch generate policy serve targets ui help" -f -a "fetch" -d 'A browser\'s fetch() in the terminal: the body as the script gets it, or why it gets none'
complete -c preflight -n "__fish_preflight_using_subcommand help; and not __fish_seen_subcommand_from check clinic explain fetch generate policy serve targets ui help" -f -a "generate" -d 'A policy as the configuration of a server, framework or cloud service'
complete -c preflight -n "__fish_preflight_using_subcommand help; and not __fish_seen_subcommand_from check clinic explain fetch generate policy serve targets ui help" -f -a "policy" -d 'A policy\'s problems; what it answers to one request, and why'
complete -c preflight -n "__fish_preflight_using_subcommand help; and not __fish_seen_subcommand_from check clinic explain fetch generate policy serve targets ui help" -f -a "serve" -d 'Put a policy in front of any server: preflights are answered, CORS headers set on every response'
complete -c preflight -n "__fish_preflight_using_subcommand help; and not __fish_seen_subcommand_from check clinic explain fetch generate policy serve targets ui help" -f -a "targets" -d 'The targets of `generate`, what each does otherwise than the policy, and how ours is proven'
complete -c preflight -n "__fish_preflight_using_subcommand help; and not __fish_seen_subcommand_from check clinic explain fetch generate policy serve targets ui help" -f -a "ui" -d 'The workbench in your web browser: check, build a policy, look things up, try it for real'
complete -c preflight -n "__fish_preflight_using_subcommand help; and not __fish_seen_subcommand_from check clinic explain fetch generate policy serve targets ui help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c preflight -n "__fish_preflight_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "check" -d 'Everything that is wrong with a policy file, or the policies as they are meant'
complete -c preflight -n "__fish_preflight_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "explain" -d 'What a policy answers to one request, why, and what each browser makes of it'
