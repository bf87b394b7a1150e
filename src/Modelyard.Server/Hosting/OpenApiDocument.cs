using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Server.Models;

namespace Modelyard.Server.Hosting;

/// <summary>Writes the OpenAPI document of the server, with the rows of the models it serves.</summary>
internal static class OpenApiDocument
{
    private const int ExampleWords = 5;

    public static void Write(Utf8JsonWriter writer, IReadOnlyList<ServedModel> models, string version)
    {
        writer.WriteStartObject();
        writer.WriteString("openapi"u8, "3.1.0"u8);
        writer.WriteStartObject("info"u8);
        writer.WriteString("title"u8, "Modelyard"u8);
        writer.WriteString("version"u8, version);
        writer.WriteEndObject();
        writer.WriteStartObject("paths"u8);
        WriteInvocations(writer, models);
        Get(writer, "/ping", "Answers when the server is up.", isOpen: true);
        Get(writer, "/version", "The version of the server.", "text/plain");
        Get(writer, "/metrics", "What the server counted, as Prometheus reads it.", "text/plain");
        Get(writer, "/v2", "The server, by the Open Inference Protocol.");
        Get(writer, "/v2/models", "The names of the models.");
        Get(writer, "/v2/health/live", "Whether the server is up.", isOpen: true);
        Get(writer, "/v2/health/ready", "Whether the models are loaded.", isOpen: true);
        for (int i = 0; i < models.Count; i++)
        {
            string path = $"/v2/models/{Uri.EscapeDataString(models[i].Version.Name)}";
            Get(writer, path, "The inputs and outputs of the model.");
            Get(writer, $"{path}/ready", "Whether the model is loaded.");
            writer.WriteStartObject($"{path}/infer");
            Post(writer, "Predicts, by the Open Inference Protocol.", "#/components/schemas/InferRequest", "The predictions, one a row.", "#/components/schemas/InferResponse", withCsv: false);
            writer.WriteEndObject();
            writer.WriteStartObject($"/models/{Uri.EscapeDataString(models[i].Version.Name)}/feedback");
            Post(writer, "Takes true labels of logged predictions.", "#/components/schemas/FeedbackRequest", "How many labels are kept, durably.", "#/components/schemas/FeedbackResponse", withCsv: true);
            writer.WriteEndObject();
            writer.WriteStartObject($"/models/{Uri.EscapeDataString(models[i].Version.Name)}/predictions");
            Post(writer, "Takes predictions that batch jobs and other services made.", "#/components/schemas/PredictionsRequest", "How many predictions are kept, durably.", "#/components/schemas/PredictionsResponse", withCsv: true);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartObject("components"u8);
        writer.WriteStartObject("schemas"u8);
        WriteSchemas(writer, models);
        writer.WriteEndObject();
        writer.WritePropertyName("securitySchemes"u8);
        writer.WriteRawValue("""{"token":{"type":"http","scheme":"bearer","description":"A token of the yard, or the server's own. Where the server asks for none it need not be sent."}}"""u8);
        writer.WriteEndObject();
        writer.WritePropertyName("security"u8);
        writer.WriteRawValue("""[{"token":[]}]"""u8);
        writer.WriteEndObject();
    }

    /// <summary>Writes a row that the model takes.</summary>
    public static void WriteExampleRow(Utf8JsonWriter writer, ServedModel model)
    {
        writer.WriteStartObject();
        foreach (Feature input in model.Inputs)
        {
            writer.WritePropertyName(input.Name);
            switch (input.Kind)
            {
                case FeatureKind.Boolean:
                    writer.WriteBooleanValue(true);
                    break;
                case FeatureKind.Categorical when input.Levels.Count > 0:
                    writer.WriteStringValue(input.Levels[0]);
                    break;
                case FeatureKind.Categorical:
                    writer.WriteNullValue();
                    break;
                case FeatureKind.Text:
                    writer.WriteStringValue(string.Join(' ', input.Levels.Take(ExampleWords)));
                    break;
                case FeatureKind.Timestamp:
                    writer.WriteStringValue("2026-01-31T08:30:00");
                    break;
                default:
                    writer.WriteNumberValue(1);
                    break;
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteInvocations(Utf8JsonWriter writer, IReadOnlyList<ServedModel> models)
    {
        writer.WriteStartObject("/invocations"u8);
        writer.WriteStartArray("parameters"u8);
        writer.WriteStartObject();
        writer.WriteString("name"u8, "model"u8);
        writer.WriteString("in"u8, "query"u8);
        writer.WriteString("description"u8, "The model to ask; the first if left out."u8);
        writer.WriteStartObject("schema"u8);
        writer.WriteString("type"u8, "string"u8);
        writer.WriteStartArray("enum"u8);
        foreach (ServedModel model in models)
        {
            writer.WriteStringValue(model.Name);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        Post(writer, "Predicts, as MLflow's scoring server does.", "#/components/schemas/InvocationRequest", "The predictions, one a row.", "#/components/schemas/InvocationResponse", withCsv: true);
        writer.WriteEndObject();
    }

    private static void Get(Utf8JsonWriter writer, string path, string summary, string media = "application/json", bool isOpen = false)
    {
        writer.WriteStartObject(path);
        writer.WriteStartObject("get"u8);
        writer.WriteString("summary"u8, summary);
        if (isOpen)
        {
            writer.WriteStartArray("security"u8);
            writer.WriteEndArray();
        }

        writer.WriteStartObject("responses"u8);
        writer.WriteStartObject("200"u8);
        writer.WriteString("description"u8, summary);
        writer.WriteStartObject("content"u8);
        writer.WriteStartObject(media);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Post(Utf8JsonWriter writer, string summary, string request, string answer, string response, bool withCsv)
    {
        writer.WriteStartObject("post"u8);
        writer.WriteString("summary"u8, summary);
        writer.WriteStartObject("requestBody"u8);
        writer.WriteBoolean("required"u8, true);
        writer.WriteStartObject("content"u8);
        Reference(writer, "application/json", request);
        if (withCsv)
        {
            writer.WriteStartObject("text/csv"u8);
            writer.WriteStartObject("schema"u8);
            writer.WriteString("type"u8, "string"u8);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject("responses"u8);
        Response(writer, "200", answer, "application/json", response);
        ReadOnlySpan<string> faults =
            ["400 The body is malformed, or values or columns do not fit.", "401 The token is missing or wrong.", "403 The token does not open this, or a page of another site asks.", "404 There is no such model.", "408 The request came too slowly.", "409 The server keeps no log.", "413 The request is too large.", "415 The type of the body is not served.", "421 The server is not to be asked under this name.", "429 The caller asks too often.", "503 The answer took too long."];
        foreach (string fault in faults)
        {
            Response(writer, fault[..3], fault[4..], "application/problem+json", "#/components/schemas/Problem");
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Response(Utf8JsonWriter writer, string status, string description, string media, string schema)
    {
        writer.WriteStartObject(status);
        writer.WriteString("description"u8, description);
        writer.WriteStartObject("content"u8);
        Reference(writer, media, schema);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Reference(Utf8JsonWriter writer, string media, string schema)
    {
        writer.WriteStartObject(media);
        writer.WriteStartObject("schema"u8);
        writer.WriteString("$ref"u8, schema);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteSchemas(Utf8JsonWriter writer, IReadOnlyList<ServedModel> models)
    {
        for (int i = 0; i < models.Count; i++)
        {
            WriteRow(writer, $"Row{i + 1}", models[i]);
        }

        writer.WriteStartObject("InvocationRequest"u8);
        writer.WriteString("type"u8, "object"u8);
        writer.WriteString("description"u8, "Exactly one of 'dataframe_split', 'dataframe_records', 'instances' and 'inputs'."u8);
        writer.WriteStartObject("properties"u8);
        writer.WritePropertyName("dataframe_split"u8);
        writer.WriteRawValue("""{"type":"object","required":["columns","data"],"properties":{"columns":{"type":"array","items":{"type":"string"}},"index":{"type":"array"},"data":{"type":"array","items":{"type":"array"}}}}"""u8);
        writer.WriteStartObject("dataframe_records"u8);
        writer.WriteString("type"u8, "array"u8);
        writer.WriteStartObject("items"u8);
        writer.WriteStartArray("anyOf"u8);
        for (int i = 0; i < models.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("$ref"u8, $"#/components/schemas/Row{i + 1}");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WritePropertyName("instances"u8);
        writer.WriteRawValue("""{"type":"array","items":{"type":["object","array"]}}"""u8);
        writer.WritePropertyName("inputs"u8);
        writer.WriteRawValue("""{"type":["object","array"]}"""u8);
        writer.WritePropertyName("params"u8);
        writer.WriteRawValue("""{"type":"object","properties":{"probabilities":{"type":"boolean","default":false},"explanations":{"type":"boolean","default":false},"intervals":{"type":"boolean","default":false},"spread":{"type":"boolean","default":false}}}"""u8);
        writer.WritePropertyName("explanations"u8);
        writer.WriteRawValue("""{"type":"boolean","default":false}"""u8);
        writer.WritePropertyName("intervals"u8);
        writer.WriteRawValue("""{"type":"boolean","default":false}"""u8);
        writer.WritePropertyName("spread"u8);
        writer.WriteRawValue("""{"type":"boolean","default":false}"""u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
        WriteFixed(writer);
    }

    private static void WriteRow(Utf8JsonWriter writer, string name, ServedModel model)
    {
        writer.WriteStartObject(name);
        writer.WriteString("type"u8, "object"u8);
        writer.WriteString("description"u8, $"A row for the model '{model.Version.Name}'.");
        writer.WriteStartArray("required"u8);
        foreach (Feature input in model.Inputs)
        {
            writer.WriteStringValue(input.Name);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("properties"u8);
        foreach (Feature input in model.Inputs)
        {
            writer.WriteStartObject(input.Name);
            writer.WriteStartArray("type"u8);
            writer.WriteStringValue(input.Kind switch { FeatureKind.Boolean => "boolean", FeatureKind.Categorical or FeatureKind.Timestamp or FeatureKind.Text => "string", _ => "number" });
            writer.WriteStringValue("null"u8);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WritePropertyName("example"u8);
        WriteExampleRow(writer, model);
        writer.WriteEndObject();
    }

    private static void WriteFixed(Utf8JsonWriter writer)
    {
        writer.WritePropertyName("InvocationResponse"u8);
        writer.WriteRawValue("""{"type":"object","required":["predictions"],"properties":{"predictions":{"type":"array","items":{"type":["string","number","null"]}},"probabilities":{"type":"array","items":{"type":"array","items":{"type":"number"}}},"classes":{"type":"array","items":{"type":"string"}},"intervals":{"type":"array","items":{"type":"array","items":{"type":["number","null"]},"minItems":2,"maxItems":2}},"sets":{"type":"array","items":{"type":"array","items":{"type":"string"}}},"spread":{"type":"array","items":{"type":["number","null"]}},"uncertainty":{"type":"array","items":{"type":"object","required":["total","aleatoric","epistemic"],"properties":{"total":{"type":["number","null"]},"aleatoric":{"type":["number","null"]},"epistemic":{"type":["number","null"]}}}},"explanations":{"type":"array","items":{"type":"object","required":["scale","estimated","base","prediction","contributions"],"properties":{"class":{"type":"string"},"scale":{"enum":["raw","probability","prediction"]},"estimated":{"type":"boolean"},"base":{"type":"number"},"prediction":{"type":"number"},"contributions":{"type":"object","additionalProperties":{"type":"number"}},"note":{"type":"string"}}}}}}"""u8);
        writer.WritePropertyName("Tensor"u8);
        writer.WriteRawValue("""{"type":"object","required":["name","shape","datatype","data"],"properties":{"name":{"type":"string"},"shape":{"type":"array","items":{"type":"integer"}},"datatype":{"type":"string"},"data":{"type":"array"}}}"""u8);
        writer.WritePropertyName("InferRequest"u8);
        writer.WriteRawValue("""{"type":"object","required":["inputs"],"properties":{"id":{"type":"string"},"parameters":{"type":"object","properties":{"probabilities":{"type":"boolean","default":false},"explanations":{"type":"boolean","default":false},"intervals":{"type":"boolean","default":false},"spread":{"type":"boolean","default":false}}},"inputs":{"type":"array","items":{"$ref":"#/components/schemas/Tensor"}},"outputs":{"type":"array","items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"}}}}}}"""u8);
        writer.WritePropertyName("InferResponse"u8);
        writer.WriteRawValue("""{"type":"object","required":["model_name","outputs"],"properties":{"model_name":{"type":"string"},"model_version":{"type":"string"},"id":{"type":"string"},"outputs":{"type":"array","items":{"$ref":"#/components/schemas/Tensor"}}}}"""u8);
        writer.WritePropertyName("Label"u8);
        writer.WriteRawValue("""{"type":"object","description":"The true label of a row, named by its request and its position there, or by its key.","required":["label"],"properties":{"request":{"type":"string"},"row":{"type":"integer","minimum":0,"default":0},"key":{"type":["string","number"]},"at":{"type":"string","format":"date-time"},"label":{"type":["string","number","boolean","null"]}}}"""u8);
        writer.WritePropertyName("FeedbackRequest"u8);
        writer.WriteRawValue("""{"anyOf":[{"$ref":"#/components/schemas/Label"},{"type":"array","items":{"$ref":"#/components/schemas/Label"}},{"type":"object","required":["labels"],"properties":{"labels":{"type":"array","items":{"$ref":"#/components/schemas/Label"}}}}]}"""u8);
        writer.WritePropertyName("FeedbackResponse"u8);
        writer.WriteRawValue("""{"type":"object","required":["accepted"],"properties":{"accepted":{"type":"integer"}}}"""u8);
        writer.WritePropertyName("PredictionsRequest"u8);
        writer.WriteRawValue("""{"type":"array","items":{"type":"object","description":"The inputs of the model by their names, what it gave, and what is known of it.","required":["_prediction"],"properties":{"_prediction":{"type":["string","number"]},"_time":{"type":"string","format":"date-time"},"_request":{"type":"string","maxLength":200},"_key":{"type":["string","number"]},"_version":{"type":"string"},"_latency_ms":{"type":"number"}},"patternProperties":{"^_probability\\.":{"type":"number","minimum":0,"maximum":1}}}}"""u8);
        writer.WritePropertyName("PredictionsResponse"u8);
        writer.WriteRawValue("""{"type":"object","required":["accepted"],"properties":{"accepted":{"type":"integer"},"request":{"type":"string"}}}"""u8);
        writer.WritePropertyName("Problem"u8);
        writer.WriteRawValue("""{"type":"object","properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string"},"errors":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"code":{"type":"string"},"input":{"type":["string","null"]},"message":{"type":"string"}}}}}}"""u8);
    }
}
