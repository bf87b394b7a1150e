using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Frames.Csv;
using Modelyard.Learning;
using Modelyard.Pipelines;

namespace Modelyard.Persistence.Format;

/// <summary>Reads the manifest of a model file and, with the tensors, the model. Trusts nothing.</summary>
internal static class ManifestReader
{
    internal static ModelManifest ReadManifest(ReadOnlyMemory<byte> manifest, ModelFileLimits limits)
    {
        using JsonDocument document = Parse(manifest, limits);
        return ReadManifest(document.RootElement, ReadSchemas(document.RootElement, limits), limits);
    }

    internal static ModelPackage ReadPackage(ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> tensors, ModelFileLimits limits)
    {
        using JsonDocument document = Parse(bytes, limits);
        JsonElement root = document.RootElement;
        IReadOnlyList<FeatureSchema> schemas = ReadSchemas(root, limits);
        ModelManifest manifest = ReadManifest(root, schemas, limits);
        if (manifest.TensorBytes != tensors.Length || manifest.TensorDigest != Convert.ToHexStringLower(SHA256.HashData(tensors.Span)))
        {
            throw new ModelFormatException("The SHA-256 digest of the tensors is not the one that the manifest states; the file was damaged or changed.");
        }

        var session = new ReadSession(new TensorTable(tensors, limits), schemas, limits);
        Predictor predictor = session.ReadPart(Member(root, "state", JsonValueKind.Object), "") as Predictor
            ?? throw new ModelFormatException("The state of the model must be of the type 'predictor'.");
        if (!predictor.Inputs.SequenceEqual(manifest.Inputs) || predictor.TargetName != manifest.TargetName || predictor.Task != manifest.Task
            || predictor.Threshold != manifest.Threshold || !predictor.Classes.SequenceEqual(manifest.Classes, StringComparer.Ordinal))
        {
            throw new ModelFormatException("The inputs or the output that the manifest states are not those of the model.");
        }

        return new ModelPackage
        {
            Name = manifest.Name,
            Predictor = predictor,
            Estimator = manifest.Estimator,
            Hyperparameters = manifest.Hyperparameters,
            Profile = manifest.Profile,
            MissingTokens = manifest.MissingTokens,
            Metrics = manifest.Metrics,
            Lineage = manifest.Lineage,
            Created = manifest.Created,
        };
    }

    internal static string Text(JsonElement element, string name, ModelFileLimits limits)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            throw new ModelFormatException($"The value '{name}' of the model must be a text.");
        }

        string text = element.GetString()!;
        return text.Length <= limits.MaxTextLength
            ? text
            : throw new ModelFormatException($"The value '{name}' of the model is a text of '{text.Length}' characters and must have at most '{limits.MaxTextLength}'.");
    }

    internal static IReadOnlyList<string> Texts(JsonElement element, string name, ModelFileLimits limits) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().Select(text => Text(text, name, limits))]
        : throw new ModelFormatException($"The value '{name}' of the model must be a list of texts.");

    internal static JsonElement Member(JsonElement parent, string name, JsonValueKind kind) =>
        parent.TryGetProperty(name, out JsonElement element) && element.ValueKind == kind
            ? element
            : throw new ModelFormatException($"The manifest must have the member '{name}', of the JSON type {kind}.");

    internal static string TextMember(JsonElement parent, string name, ModelFileLimits limits) => Text(Member(parent, name, JsonValueKind.String), name, limits);

    internal static T EnumMember<T>(JsonElement parent, string name, ModelFileLimits limits)
        where T : struct, Enum
    {
        string text = TextMember(parent, name, limits);
        return Array.IndexOf(Enum.GetNames<T>(), text) >= 0
            ? Enum.Parse<T>(text)
            : throw new ModelFormatException($"The member '{name}' of the manifest is '{text}' and must be one of {string.Join(", ", Enum.GetNames<T>())}.");
    }

    internal static double NumberMember(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement element) && element.TryGetAnyNumber(out double value)
            ? value
            : throw new ModelFormatException($"The manifest must have the member '{name}', a number.");

    internal static long CountMember(JsonElement parent, string name) => Count(Member(parent, name, JsonValueKind.Number), name);

    internal static long Count(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long value) && value >= 0
            ? value
            : throw new ModelFormatException($"The member '{name}' of the manifest must be a whole number of 0 or more.");

    private static JsonDocument Parse(ReadOnlyMemory<byte> manifest, ModelFileLimits limits)
    {
        JsonDocument document = JsonDocument.Parse(manifest, new JsonDocumentOptions { MaxDepth = limits.MaxDepth, AllowDuplicateProperties = false });
        try
        {
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out JsonElement format)
                || format.ValueKind != JsonValueKind.String || !format.ValueEquals(ManifestWriter.FormatName))
            {
                throw new ModelFormatException($"The manifest must be an object whose member 'format' is '{ManifestWriter.FormatName}'.");
            }

            long version = CountMember(root, "version");
            return version is >= 1 and <= ManifestWriter.FormatVersion
                ? document
                : throw new ModelFormatException($"The file has the format version '{version}' and this program reads up to version {ManifestWriter.FormatVersion}. Update Modelyard.");
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }

    private static ModelManifest ReadManifest(JsonElement root, IReadOnlyList<FeatureSchema> schemas, ModelFileLimits limits)
    {
        JsonElement output = Member(root, "output", JsonValueKind.Object), tensors = Member(root, "tensors", JsonValueKind.Object);
        long inputs = CountMember(root, "inputs");
        return new ModelManifest
        {
            FormatVersion = (int)CountMember(root, "version"),
            Producer = TextMember(root, "producer", limits),
            Name = TextMember(root, "name", limits),
            Estimator = TextMember(root, "estimator", limits),
            Hyperparameters = ReadTexts(root, "hyperparameters", limits),
            Created = DateTimeOffset.TryParse(TextMember(root, "created", limits), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset created)
                ? created
                : throw new ModelFormatException("The member 'created' of the manifest must be a time, as in '2026-01-31T12:00:00Z'."),
            Inputs = inputs < schemas.Count
                ? schemas[(int)inputs]
                : throw new ModelFormatException($"The inputs of the model are the schema '{inputs}' and there are '{schemas.Count}'."),
            MissingTokens = root.TryGetProperty("missing", out JsonElement missing) ? ReadMissing(missing, limits) : CsvReadOptions.DefaultMissingTokens,
            TargetName = TextMember(output, "target", limits),
            Task = EnumMember<TaskKind>(output, "task", limits),
            Classes = Texts(Member(output, "classes", JsonValueKind.Array), "classes", limits),
            Threshold = output.TryGetProperty("threshold", out _) ? NumberMember(output, "threshold") : null,
            Profile = root.TryGetProperty("profile", out JsonElement profile) ? ProfileReader.Read(profile, limits) : null,
            Metrics = [.. Member(root, "metrics", JsonValueKind.Array).EnumerateArray().Select(metric => new MetricScore(
                TextMember(metric, "name", limits), NumberMember(metric, "value"), NumberMember(metric, "low"), NumberMember(metric, "high")))],
            Lineage = ReadTexts(root, "lineage", limits),
            TensorBytes = CountMember(tensors, "bytes"),
            TensorDigest = TextMember(tensors, "sha256", limits),
        };
    }

    private static IReadOnlyList<string> ReadMissing(JsonElement missing, ModelFileLimits limits)
    {
        if (missing.ValueKind == JsonValueKind.Array && missing.GetArrayLength() > CsvReadOptions.MostMissingTokens)
        {
            throw new ModelFormatException($"The texts that stand for missing cells are '{missing.GetArrayLength()}' and must be at most {CsvReadOptions.MostMissingTokens}.");
        }

        IReadOnlyList<string> tokens = Texts(missing, "missing", limits);
        return MissingTokens.Fault(tokens) is { } fault ? throw new ModelFormatException(fault) : tokens;
    }

    private static Dictionary<string, string> ReadTexts(JsonElement root, string name, ModelFileLimits limits) =>
        Member(root, name, JsonValueKind.Object).EnumerateObject().ToDictionary(member => member.Name, member => Text(member.Value, name, limits), StringComparer.Ordinal);

    private static IReadOnlyList<FeatureSchema> ReadSchemas(JsonElement root, ModelFileLimits limits) =>
        [.. Member(root, "schemas", JsonValueKind.Array).EnumerateArray().Select(schema => schema.ValueKind == JsonValueKind.Array
            ? new FeatureSchema(schema.EnumerateArray().Select(feature => ReadFeature(feature, limits)))
            : throw new ModelFormatException("Each of the 'schemas' of the manifest must be a list of features."))];

    private static Feature ReadFeature(JsonElement feature, ModelFileLimits limits)
    {
        if (feature.ValueKind != JsonValueKind.Object)
        {
            throw new ModelFormatException("Each feature of the manifest must be an object with 'name' and 'kind'.");
        }

        return new Feature(TextMember(feature, "name", limits), EnumMember<FeatureKind>(feature, "kind", limits))
        {
            Levels = feature.TryGetProperty("levels", out JsonElement levels) ? Texts(levels, "levels", limits) : [],
        };
    }
}
