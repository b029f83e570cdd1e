
local function speaks_for(policy, path)
    if not policy.paths or policy.paths[path] then
        return true
    end
    for _, prefix in ipairs(policy.below) do
        if path:sub(1, #prefix) == prefix then
            return true
        end
    end
    return false
end

local function allows(policy, origin)
    if policy.origins[origin] then
        return true
    end
    for _, pattern in ipairs(policy.patterns) do
        local labels = origin:match(pattern)
        -- No label may be empty.
        if labels and not ("." .. labels .. "."):find("..", 1, true) then
            return true
        end
    end
    return false
end

local r = lighty.r
local policy
for _, candidate in ipairs(policies) do
    if speaks_for(candidate, r.req_attr["uri.path"]) then
        policy = candidate
        break
    end
end
if not policy then
    return
end

local origin = r.req_header["Origin"]
-- Any other OPTIONS is the application's.
local preflight = r.req_attr["request.method"] == "OPTIONS"
    and origin
    and r.req_header["Access-Control-Request-Method"]
local allowed
if not policy.origins then
    allowed = "*"
elseif origin and allows(policy, origin) then
    allowed = origin
end

-- At first there is no answer yet. A preflight's is here: before authentication and the application.
if r.req_item.http_status == 0 then
    if preflight then
        return allowed and 204 or 403
    end
    return
end

-- Then there is one: the application's, lighttpd's own, or ours. Where nothing is to be said, what the
-- application says goes too.
local granted = preflight and allowed
local headers = policy.headers
-- With credentials `*` is a name.
if headers == "*" and policy.credentials then
    headers = r.req_header["Access-Control-Request-Headers"]
end
local function say(name, value)
    r.resp_header["Access-Control-" .. name] = value or nil
end
say("Allow-Origin", allowed)
say("Allow-Credentials", allowed and policy.credentials and "true")
say("Expose-Headers", allowed and not preflight and policy.expose)
say("Allow-Methods", granted and policy.methods)
say("Allow-Headers", granted and headers)
say("Max-Age", granted and policy.max_age)

-- With Origin or without: a cache must not give one page's answer to another.
if preflight then
    r.resp_header["Vary"] = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
elseif policy.origins then
    local vary = r.resp_header["Vary"]
    r.resp_header["Vary"] = vary and vary .. ", Origin" or "Origin"
end
