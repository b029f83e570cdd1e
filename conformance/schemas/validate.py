"""Holds generated configurations of cloud services against the schemas and service models that their
vendors' packages carry, without a network.

Standard input: `[{"target", "content", "probes"}]`. Standard output, in the same order: `[{"errors",
"blocks", "answers"}]`. A block is what one policy became, in words that all services share; an answer
is what a service that runs a program of ours says to a preflight, one for each probe.
"""

import json
import os
import re
import sys
import xml.etree.ElementTree as xml

import airspeed
import azure.mgmt.cdn.models as cdn
import azure.mgmt.storage.models as storage
import botocore.session
import botocore.validate
import cfnlint.api
import cfnlint.core
import cfnlint.decode.cfn_yaml
import googleapiclient
import yaml
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

REGION = "us-east-1"
AWS = botocore.session.get_session()
DISCOVERY = os.path.join(os.path.dirname(googleapiclient.__file__), "discovery_cache/documents")


def main():
    print(json.dumps([validated(**document) for document in json.load(sys.stdin)]))


def validated(target, content, probes):
    answers = []
    try:
        errors, blocks = VALIDATORS[target](content)
        if target == "api-gateway-rest":
            answers = [mocked(content, **probe) for probe in probes]
    except Exception as e:  # what cannot even be read is as wrong
        errors, blocks = [repr(e)], []
    return {"errors": errors, "blocks": blocks, "answers": answers}


def block(origins, methods, headers, expose=(), credentials=False, max_age=None):
    return {
        "origins": list(origins),
        "methods": list(methods),
        "headers": list(headers),
        "expose": list(expose),
        "credentials": credentials,
        "max_age": max_age,
    }


# AWS


def call(service, operation, parameters):
    """What botocore says of the parameters of a call."""
    shape = AWS.get_service_model(service).operation_model(operation).input_shape
    report = botocore.validate.ParamValidator().validate(parameters, shape)
    return [report.generate_report()] if report.has_errors() else []


def s3(content):
    document = json.loads(content)
    errors = call("s3", "PutBucketCors", {"Bucket": "b", "CORSConfiguration": document})
    # The service model has no list of methods; CloudFormation's schema has.
    bucket = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, "AWS::S3::Bucket").schema
    known = bucket["definitions"]["CorsRule"]["properties"]["AllowedMethods"]["items"]["enum"]
    blocks = []
    for rule in document["CORSRules"]:
        errors += [f"no such method: {m}" for m in rule["AllowedMethods"] if m not in known]
        texts = rule["AllowedOrigins"] + rule.get("AllowedHeaders", [])
        errors += [f"more than one `*`: {text}" for text in texts if text.count("*") > 1]
        blocks.append(
            block(
                rule["AllowedOrigins"],
                rule["AllowedMethods"],
                rule.get("AllowedHeaders", []),
                rule.get("ExposeHeaders", []),
                max_age=rule.get("MaxAgeSeconds"),
            )
        )
    return errors, blocks


# Without what is only advice.
RULES = cfnlint.core.get_rules([], ["I"], [])


def template(content):
    """What cfn-lint says of a template, and its resources."""
    errors = [str(match) for match in cfnlint.api.lint(content, RULES, [REGION])]
    return errors, decoded(content)


def decoded(content):
    document, errors = cfnlint.decode.decode_str(content)
    if document is None:
        raise ValueError(str(errors))
    return document["Resources"]


def api_gateway(content):
    errors, resources = template(content)
    cors = plain(resources["Api"]["Properties"]["CorsConfiguration"])
    api = {"Name": "a", "ProtocolType": "HTTP", "CorsConfiguration": cors}
    errors += call("apigatewayv2", "CreateApi", api)
    return errors, [
        block(
            cors["AllowOrigins"],
            cors["AllowMethods"],
            cors.get("AllowHeaders", []),
            cors.get("ExposeHeaders", []),
            cors.get("AllowCredentials", False),
            cors.get("MaxAge"),
        )
    ]


def api_gateway_rest(content):
    errors, resources = template(content)
    known = AWS.get_service_model("apigateway").shape_for("GatewayResponseType").enum
    kinds = [r["Properties"].get("ResponseType", known[0]) for r in resources.values()]
    return errors + [f"no such response: {kind}" for kind in kinds if kind not in known], []


class Text(str):
    """A string with the methods that Java's has."""

    def matches(self, regex):
        return re.fullmatch(regex, self) is not None

    def startsWith(self, prefix):
        return self.startswith(prefix)


class Input:
    """`$input` of a mapping template."""

    def __init__(self, origin, path):
        self.origin, self.path = Text(origin), Text(path.removeprefix("/"))

    def params(self):
        return {"header": {"origin": self.origin}, "path": {"proxy": self.path}}


def mocked(content, origin, path):
    """What the mapping template answers to a preflight."""
    resources = decoded(content)
    answer = resources["Preflight"]["Properties"]["Integration"]["IntegrationResponses"][0]
    # airspeed knows no `-` within names.
    overridden = r"(?<=responseOverride\.header\.)[\w-]+"
    program = answer["ResponseTemplates"]["application/json"]
    program = re.sub(overridden, lambda name: name[0].replace("-", "_"), program)
    override = {"status": int(answer["StatusCode"]), "header": {}}
    context = {"responseOverride": override}
    airspeed.Template(program).merge({"input": Input(origin, path), "context": context})
    headers = {name.replace("_", "-").lower(): value for name, value in override["header"].items()}
    return {"status": override["status"], "headers": headers}


def alb(content):
    errors, resources = template(content)
    attributes = plain(resources["Listener"]["Properties"]["ListenerAttributes"])
    errors += call(
        "elbv2", "ModifyListenerAttributes", {"ListenerArn": "a", "Attributes": attributes}
    )
    # The names stand in the model's documentation only.
    key = AWS.get_service_model("elbv2").shape_for("ListenerAttribute").members["Key"]
    known = set(re.findall(r"<code>([\w.]+)</code>", key.documentation))
    errors += [f"no such attribute: {a['Key']}" for a in attributes if a["Key"] not in known]
    names = {a["Key"].split(".")[3].removeprefix("access_control_"): a["Value"] for a in attributes}
    several = lambda name: names[name].split(",") if name in names else []
    return errors, [
        block(
            [names["allow_origin"]],
            several("allow_methods"),
            several("allow_headers"),
            several("expose_headers"),
            names.get("allow_credentials") == "true",
            int(names["max_age"]) if "max_age" in names else None,
        )
    ]


def cloudfront(content):
    errors, resources = template(content)
    blocks = []
    for name, resource in resources.items():
        if resource["Type"] != "AWS::CloudFront::ResponseHeadersPolicy":
            continue
        config = plain(resource["Properties"]["ResponseHeadersPolicyConfig"])
        config["Name"] = name
        errors += call(
            "cloudfront",
            "CreateResponseHeadersPolicy",
            {"ResponseHeadersPolicyConfig": counted(config)},
        )
        cors = config["CorsConfig"]
        known = AWS.get_service_model("cloudfront").shape_for(
            "ResponseHeadersPolicyAccessControlAllowMethodsValues"
        )
        methods = cors["AccessControlAllowMethods"]["Items"]
        errors += [f"no such method: {method}" for method in methods if method not in known.enum]
        blocks.append(
            block(
                cors["AccessControlAllowOrigins"]["Items"],
                methods,
                cors["AccessControlAllowHeaders"]["Items"],
                cors.get("AccessControlExposeHeaders", {}).get("Items", []),
                cors["AccessControlAllowCredentials"],
                cors.get("AccessControlMaxAgeSec"),
            )
        )
    return errors, blocks


def counted(value):
    """CloudFront's API wants a count beside each list, which CloudFormation adds."""
    if isinstance(value, dict):
        value = {key: counted(item) for key, item in value.items()}
        if "Items" in value:
            value["Quantity"] = len(value["Items"])
    return value


def plain(value):
    """Without cfn-lint's marks of lines."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, str) else value


# Google


def discovered(api, schema, value):
    """What Google's discovery document of an API says of a value."""
    with open(os.path.join(DISCOVERY, f"{api}.json")) as file:
        schemas = json.load(file)["schemas"]
    errors = []
    hold(schemas, schemas[schema], value, schema, errors)
    return errors


TYPES = {"array": list, "boolean": bool, "integer": int, "object": dict, "string": str}


def hold(schemas, schema, value, place, errors):
    schema = schemas[schema["$ref"]] if "$ref" in schema else schema
    kind = TYPES[schema["type"]]
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        errors.append(f"{place}: {value!r} is no {schema['type']}")
    elif kind is list:
        for n, item in enumerate(value):
            hold(schemas, schema["items"], item, f"{place}[{n}]", errors)
    elif kind is dict:
        for key, item in value.items():
            if key in schema.get("properties", {}):
                hold(schemas, schema["properties"][key], item, f"{place}.{key}", errors)
            else:
                errors.append(f"{place}: no such field: {key}")
    elif kind is int and not -(2**31) <= value < 2**31:
        errors.append(f"{place}: {value} is no int32")


def gcs(content):
    entries = json.loads(content)
    blocks = [
        block(
            entry["origin"],
            entry["method"],
            entry.get("responseHeader", []),
            entry.get("responseHeader", []),
            max_age=entry["maxAgeSeconds"],
        )
        for entry in entries
    ]
    return discovered("storage.v1", "Bucket", {"cors": entries}), blocks


def google_load_balancer(content):
    url_map = yaml.safe_load(content)
    routes = url_map["pathMatchers"][0]["routeRules"]
    policies = [route["routeAction"]["corsPolicy"] for route in routes if "routeAction" in route]
    blocks = [
        block(
            policy["allowOrigins"],
            policy["allowMethods"],
            policy.get("allowHeaders", []),
            policy.get("exposeHeaders", []),
            policy.get("allowCredentials", False),
            policy.get("maxAge"),
        )
        for policy in policies
    ]
    return discovered("compute.v1", "UrlMap", url_map), blocks


# Azure


def fields_of(model):
    # A model knows its fields once there is one of it.
    return {field._rest_name for field in model({})._attr_to_rest_field.values()}


def azure_front_door(content):
    document = json.loads(content)
    rules = [r["properties"] for r in document["resources"] if r["type"].endswith("/rules")]
    models = {
        "RequestHeader": (
            cdn.DeliveryRuleRequestHeaderCondition,
            cdn.RequestHeaderMatchConditionParameters,
        ),
        "RequestMethod": (
            cdn.DeliveryRuleRequestMethodCondition,
            cdn.RequestMethodMatchConditionParameters,
        ),
        "ModifyResponseHeader": (
            cdn.DeliveryRuleResponseHeaderAction,
            cdn.HeaderActionParameters,
        ),
    }
    words = {
        "typeName": [*cdn.DeliveryRuleConditionParametersType, *cdn.DeliveryRuleActionParametersType],
        "operator": cdn.RequestHeaderOperator,
        "headerAction": cdn.HeaderAction,
    }
    errors = []
    for rule in rules:
        errors += [f"no such field: {f}" for f in rule.keys() - fields_of(cdn.RuleProperties)]
        errors += ["more than five actions"] * (len(rule["actions"]) > 5)
        for part in rule["conditions"] + rule["actions"]:
            model, parameters = models[part["name"]]
            errors += [f"no such field: {f}" for f in part.keys() - fields_of(model)]
            errors += [
                f"no such field: {f}" for f in part["parameters"].keys() - fields_of(parameters)
            ]
            for field, value in part["parameters"].items():
                if field in words and value not in [word.value for word in words[field]]:
                    errors.append(f"no such {field}: {value}")

    origins, everything = [], {}
    for rule in rules:
        asked = [c["parameters"] for c in rule["conditions"] if c["name"] == "RequestHeader"]
        asked = asked[0]["matchValues"] if asked else ["*"]
        actions = [action["parameters"] for action in rule["actions"]]
        headers = {action["headerName"]: action["value"] for action in actions}
        named = headers.get("Access-Control-Allow-Origin")
        if named is not None:
            origins.append(named)
            errors += [f"{named} is said to {asked}"] * (asked != [named])
        everything |= headers
    several = lambda name: [n for n in everything.get(f"Access-Control-{name}", "").split(",") if n]
    max_age = everything.get("Access-Control-Max-Age")
    return errors, [
        block(
            origins,
            several("Allow-Methods"),
            several("Allow-Headers"),
            several("Expose-Headers"),
            everything.get("Access-Control-Allow-Credentials") == "true",
            None if max_age is None else int(max_age),
        )
    ]


def azure_storage(content):
    document = json.loads(content)
    [resource] = document["resources"]
    rules = resource["properties"]["cors"]["corsRules"]
    fields = fields_of(storage.CorsRule)
    methods = {method.value for method in storage.AllowedMethods}
    errors, blocks = [], []
    for rule in rules:
        errors += [f"no such field: {field}" for field in rule.keys() - fields]
        errors += [f"it is required: {field}" for field in fields - rule.keys()]
        errors += [f"no such method: {m}" for m in rule["allowedMethods"] if m not in methods]
        if type(rule["maxAgeInSeconds"]) is not int:
            errors.append("maxAgeInSeconds is no integer")
        blocks.append(
            block(
                rule["allowedOrigins"],
                rule["allowedMethods"],
                rule["allowedHeaders"],
                rule["exposedHeaders"],
                max_age=rule["maxAgeInSeconds"],
            )
        )
    return errors, blocks


# No package carries a schema of policy documents: this is the reference's list, in its order.
# https://learn.microsoft.com/azure/api-management/cors-policy
APIM = ["allowed-origins", "allowed-methods", "allowed-headers", "expose-headers"]


def azure_apim(content):
    root = xml.fromstring(content)
    cors = root.find("inbound")[0]
    names = [element.tag for element in cors]
    errors = []
    if cors.tag != "cors" or root.tag != "policies":
        errors.append("`cors` is not first in `inbound` of `policies`")
    if [section.tag for section in root] != ["inbound", "backend", "outbound", "on-error"]:
        errors.append("no such sections in this order")
    errors += [f"no <base/>: {section.tag}" for section in root if section.find("base") is None]
    if names != [name for name in APIM if name in names] or "allowed-headers" not in names:
        errors.append(f"no such elements in this order: {names}")
    if cors.keys() != ["allow-credentials", "terminate-unmatched-request"]:
        errors.append(f"no such attributes: {cors.keys()}")
    if any(len(element) == 0 for element in cors):
        errors.append("an element is empty")
    texts = lambda name: [child.text for child in cors.find(name) or []]
    max_age = cors.find("allowed-methods").get("preflight-result-max-age")
    return errors, [
        block(
            texts("allowed-origins"),
            texts("allowed-methods"),
            texts("allowed-headers"),
            texts("expose-headers"),
            cors.get("allow-credentials") == "true",
            int(max_age),
        )
    ]


VALIDATORS = {
    "alb": alb,
    "api-gateway": api_gateway,
    "api-gateway-rest": api_gateway_rest,
    "azure-apim": azure_apim,
    "azure-front-door": azure_front_door,
    "azure-storage": azure_storage,
    "cloudfront": cloudfront,
    "gcs": gcs,
    "google-load-balancer": google_load_balancer,
    "s3": s3,
}

if __name__ == "__main__":
    main()
