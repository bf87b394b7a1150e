using System.Text.Json;
using Modelyard.Evaluation;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Monitoring;
using Modelyard.Selection;

namespace Modelyard.Lifecycle.Challengers;

/// <summary>Writes comparisons as JSON, and reads them.</summary>
internal static class ComparisonJson
{
    internal static void Write(Utf8JsonWriter json, ChallengerComparison comparison)
    {
        json.WriteString("champion", comparison.Champion);
        json.WriteString("data", comparison.Data);
        json.WriteNumber("rows", comparison.Rows);
        json.WriteString("target", comparison.Target);
        json.WriteString("task", comparison.Task.ToString());
        TallyJson.Array(json, "classes", comparison.Classes, json.WriteStringValue);
        json.WriteString("fault", comparison.Fault);
        TallyJson.Number(json, "gain", comparison.Gain);
        TallyJson.Number(json, "margin", comparison.Margin ?? double.NaN);
        TallyJson.Number(json, "championCalibration", comparison.ChampionCalibration);
        TallyJson.Number(json, "challengerCalibration", comparison.ChallengerCalibration);
        TallyJson.Number(json, "latencyRatio", comparison.LatencyRatio);
        TallyJson.Array(json, "inputChanges", comparison.InputChanges, json.WriteStringValue);
        TallyJson.Array(json, "metrics", comparison.Metrics.Zip(comparison.MetricTexts), one => Write(json, one.First, one.Second));
        TallyJson.Array(json, "slices", comparison.Slices, slice =>
        {
            json.WriteStartObject();
            json.WriteString("slice", slice.Slice);
            json.WriteNumber("rows", slice.Rows);
            TallyJson.Number(json, "champion", slice.Champion);
            TallyJson.Number(json, "challenger", slice.Challenger);
            TallyJson.Number(json, "gain", slice.Gain);
            json.WriteEndObject();
        });
    }

    internal static ChallengerComparison Read(JsonElement json)
    {
        TaskKind task = Enum.Parse<TaskKind>(json.GetProperty("task").GetString()!);
        string[] classes = Texts(json, "classes"), names = [.. json.GetProperty("metrics").EnumerateArray().Select(metric => metric.GetProperty("metric").GetString()!)];
        double margin = TallyJson.Number(json, "margin");
        return new ChallengerComparison
        {
            Champion = json.GetProperty("champion").GetString()!,
            Data = json.GetProperty("data").GetString()!,
            Rows = json.GetProperty("rows").GetInt32(),
            Target = json.GetProperty("target").GetString()!,
            Task = task,
            Classes = classes,
            Fault = json.GetProperty("fault").GetString(),
            Margin = double.IsNaN(margin) ? null : margin,
            ChampionCalibration = TallyJson.Number(json, "championCalibration"),
            ChallengerCalibration = TallyJson.Number(json, "challengerCalibration"),
            LatencyRatio = TallyJson.Number(json, "latencyRatio"),
            InputChanges = Texts(json, "inputChanges"),
            MetricTexts = names,
            Metrics = [.. json.GetProperty("metrics").EnumerateArray().Select(metric => Metric(metric, MetricText.Parse(metric.GetProperty("metric").GetString()!, task, classes)))],
            Slices = [.. json.GetProperty("slices").EnumerateArray().Select(slice => new SliceComparison(
                slice.GetProperty("slice").GetString()!, slice.GetProperty("rows").GetInt32(), TallyJson.Number(slice, "champion"), TallyJson.Number(slice, "challenger"), TallyJson.Number(slice, "gain")))],
        };
    }

    private static void Write(Utf8JsonWriter json, MetricComparison one, string text)
    {
        json.WriteStartObject();
        json.WriteString("metric", text);
        Write(json, "champion", one.First);
        Write(json, "challenger", one.Second);
        TallyJson.Number(json, "difference", one.Outcome.Difference);
        TallyJson.Number(json, "low", one.Outcome.Low);
        TallyJson.Number(json, "high", one.Outcome.High);
        json.WriteString("test", one.Outcome.Test);
        TallyJson.Number(json, "statistic", one.Outcome.Statistic);
        TallyJson.Number(json, "pValue", one.Outcome.PValue);
        json.WriteBoolean("isUpperBound", one.Outcome.IsUpperBound);
        TallyJson.Number(json, "adjustedPValue", one.AdjustedPValue);
        TallyJson.Number(json, "noWorsePValue", one.NoWorsePValue);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, ScoreInterval score)
    {
        json.WriteStartObject(name);
        TallyJson.Number(json, "value", score.Value);
        TallyJson.Number(json, "low", score.Low);
        TallyJson.Number(json, "high", score.High);
        json.WriteEndObject();
    }

    private static MetricComparison Metric(JsonElement json, IMetric metric) => new(
        metric,
        Score(json.GetProperty("champion")),
        Score(json.GetProperty("challenger")),
        new TestOutcome(
            json.GetProperty("test").GetString()!, TallyJson.Number(json, "difference"), TallyJson.Number(json, "statistic"), TallyJson.Number(json, "pValue"), TallyJson.Number(json, "low"), TallyJson.Number(json, "high"))
        {
            IsUpperBound = json.GetProperty("isUpperBound").GetBoolean(),
        },
        TallyJson.Number(json, "adjustedPValue"),
        TallyJson.Number(json, "noWorsePValue"));

    private static ScoreInterval Score(JsonElement json) => new(TallyJson.Number(json, "low"), TallyJson.Number(json, "high")) { Value = TallyJson.Number(json, "value") };

    private static string[] Texts(JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];
}
