using System.Text.Encodings.Web;
using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Monitoring;
using Modelyard.Selection.Search;
using Modelyard.Training;
using Modelyard.Training.Search;

namespace Modelyard.Lifecycle.Training;

/// <summary>Writes recipes as JSON, and reads them. Members that are not there have the defaults of the options, so that a recipe outlives options that came later.</summary>
internal static class RecipeJson
{
    private const int Format = 1;

    internal static string Write(TrainingRecipe recipe)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            json.WriteString("kind", recipe.Training is null ? "tune" : "train");
            if (recipe.Training is { } training)
            {
                Write(json, training);
            }
            else
            {
                Write(json, recipe.Tuning!);
            }

            TallyJson.Array(json, "missing", recipe.MissingTokens, json.WriteStringValue);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }

    internal static TrainingRecipe Read(JsonElement json)
    {
        if (json.GetProperty("format").GetInt32() > Format)
        {
            throw new ModelyardException($"The recipe was written by a newer version of Modelyard: it has the format '{json.GetProperty("format")}' and this program knows up to {Format}. Update Modelyard.");
        }

        IReadOnlyList<string> missing = ReadTexts(json, "missing");
        return json.GetProperty("kind").GetString() switch
        {
            "train" => new TrainingRecipe(ReadTraining(json), missing),
            "tune" => new TrainingRecipe(ReadTuning(json), missing),
            var kind => throw new ModelyardException($"The kind of the recipe is '{kind}' and must be 'train' or 'tune'."),
        };
    }

    private static void Write(Utf8JsonWriter json, TrainingOptions options)
    {
        json.WriteString("target", options.Target);
        json.WriteString("task", options.Task?.ToString());
        json.WriteString("metric", options.Metric);
        TallyJson.Number(json, "budgetSeconds", options.Budget?.TotalSeconds ?? double.NaN);
        TallyJson.Number(json, "trials", options.Trials ?? double.NaN);
        TallyJson.Array(json, "candidates", options.Candidates, json.WriteStringValue);
        json.WriteBoolean("vote", options.Vote);
        WriteTable(json, options.Exclude, options.Texts, options.TestShare, options.Group, options.Time);
        WriteFit(json, options.Coverage, options.CoverageGroups, options.RefitOnAll, options.Seed);
    }

    private static void Write(Utf8JsonWriter json, TunerOptions options)
    {
        json.WriteString("target", options.Target);
        TallyJson.Array(json, "estimators", options.Estimators, json.WriteStringValue);
        TallyJson.Array(json, "spaces", options.Spaces, json.WriteStringValue);
        TallyJson.Array(json, "constraints", options.Constraints, json.WriteStringValue);
        TallyJson.Array(json, "metrics", options.Metrics, json.WriteStringValue);
        json.WriteString("method", options.Method.ToString());
        TallyJson.Number(json, "budgetSeconds", options.Budget?.TotalSeconds ?? double.NaN);
        TallyJson.Number(json, "trials", options.Trials ?? double.NaN);
        json.WriteNumber("trialsAtOnce", options.TrialsAtOnce);
        json.WriteNumber("folds", options.Folds);
        json.WriteString("resource", options.Resource.ToString());
        json.WriteString("resourceName", options.ResourceName);
        json.WriteBoolean("prune", options.Prune);
        json.WriteBoolean("stopsEarly", options.StopsEarly);
        json.WriteNumber("nestedFolds", options.NestedFolds);
        WriteTable(json, options.Exclude, options.Texts, options.TestShare, options.Group, options.Time);
        WriteFit(json, options.Coverage, options.CoverageGroups, options.RefitOnAll, options.Seed);
    }

    private static void WriteTable(Utf8JsonWriter json, IReadOnlyList<string> exclude, IReadOnlyList<string> texts, double testShare, string? group, string? time)
    {
        TallyJson.Array(json, "exclude", exclude, json.WriteStringValue);
        TallyJson.Array(json, "texts", texts, json.WriteStringValue);
        json.WriteNumber("testShare", testShare);
        json.WriteString("group", group);
        json.WriteString("time", time);
    }

    private static void WriteFit(Utf8JsonWriter json, double? coverage, string? coverageGroups, bool refitOnAll, ulong seed)
    {
        TallyJson.Number(json, "coverage", coverage ?? double.NaN);
        json.WriteString("coverageGroups", coverageGroups);
        json.WriteBoolean("refitOnAll", refitOnAll);
        json.WriteNumber("seed", seed);
    }

    private static TrainingOptions ReadTraining(JsonElement json)
    {
        var usual = new TrainingOptions { Target = Text(json, "target")! };
        return usual with
        {
            Task = Text(json, "task") is { } task ? Enum.Parse<TaskKind>(task) : null,
            Metric = Text(json, "metric"),
            Budget = ReadNumber(json, "budgetSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Trials = (int?)ReadNumber(json, "trials"),
            Candidates = ReadTexts(json, "candidates"),
            Vote = Truth(json, "vote", usual.Vote),
            Exclude = ReadTexts(json, "exclude"),
            Texts = ReadTexts(json, "texts"),
            TestShare = ReadNumber(json, "testShare") ?? usual.TestShare,
            Group = Text(json, "group"),
            Time = Text(json, "time"),
            Coverage = ReadNumber(json, "coverage"),
            CoverageGroups = Text(json, "coverageGroups"),
            RefitOnAll = Truth(json, "refitOnAll", usual.RefitOnAll),
            Seed = Seed(json),
        };
    }

    private static TunerOptions ReadTuning(JsonElement json)
    {
        var usual = new TunerOptions { Target = Text(json, "target")!, Estimators = ReadTexts(json, "estimators") };
        return usual with
        {
            Spaces = ReadTexts(json, "spaces"),
            Constraints = ReadTexts(json, "constraints"),
            Metrics = ReadTexts(json, "metrics"),
            Method = Text(json, "method") is { } method ? Enum.Parse<SearchMethod>(method) : usual.Method,
            Budget = ReadNumber(json, "budgetSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Trials = (int?)ReadNumber(json, "trials"),
            TrialsAtOnce = (int?)ReadNumber(json, "trialsAtOnce") ?? usual.TrialsAtOnce,
            Folds = (int?)ReadNumber(json, "folds") ?? usual.Folds,
            Resource = Text(json, "resource") is { } resource ? Enum.Parse<SearchResource>(resource) : usual.Resource,
            ResourceName = Text(json, "resourceName") ?? usual.ResourceName,
            Prune = Truth(json, "prune", usual.Prune),
            StopsEarly = Truth(json, "stopsEarly", usual.StopsEarly),
            NestedFolds = (int?)ReadNumber(json, "nestedFolds") ?? usual.NestedFolds,
            Exclude = ReadTexts(json, "exclude"),
            Texts = ReadTexts(json, "texts"),
            TestShare = ReadNumber(json, "testShare") ?? usual.TestShare,
            Group = Text(json, "group"),
            Time = Text(json, "time"),
            Coverage = ReadNumber(json, "coverage"),
            CoverageGroups = Text(json, "coverageGroups"),
            RefitOnAll = Truth(json, "refitOnAll", usual.RefitOnAll),
            Seed = Seed(json),
        };
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static double? ReadNumber(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.GetDouble() : null;

    private static bool Truth(JsonElement json, string name, bool otherwise) => json.TryGetProperty(name, out JsonElement value) ? value.GetBoolean() : otherwise;

    private static ulong Seed(JsonElement json) => json.TryGetProperty("seed", out JsonElement seed) ? seed.GetUInt64() : 0;

    private static string[] ReadTexts(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement texts) ? [.. texts.EnumerateArray().Select(text => text.GetString()!)] : [];
}
