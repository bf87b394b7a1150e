using System.Text.Json;
using Modelyard.Lifecycle.Challengers;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Automation;

/// <summary>Writes what set executions off and what came of them as JSON, and reads it.</summary>
internal static class ExecutionJson
{
    internal static string Write(ExecutionFacts facts) => MonitorJson.Text(json => Write(json, facts));

    internal static void Write(Utf8JsonWriter json, ExecutionFacts facts)
    {
        json.WriteString("monitor", facts.Monitor);
        json.WriteString("model", facts.Model);
        json.WriteString("severity", facts.Severity.ToString().ToLowerInvariant());
        json.WriteString("since", facts.Since);
        json.WriteString("until", facts.Until);
        json.WriteString("summary", facts.Summary);
        TallyJson.Number(json, "alarm", facts.Alarm ?? double.NaN);
        json.WriteNumber("windows", facts.Windows);
        TallyJson.Array(json, "columns", facts.Columns, json.WriteStringValue);
        json.WriteString("by", facts.By);
    }

    internal static ExecutionFacts ReadFacts(string text)
    {
        using var document = JsonDocument.Parse(text);
        JsonElement json = document.RootElement;
        return new ExecutionFacts(
            json.GetProperty("monitor").GetString()!,
            json.GetProperty("model").GetString()!,
            Enum.Parse<AlarmSeverity>(json.GetProperty("severity").GetString()!, ignoreCase: true),
            json.GetProperty("since").GetDateTime(),
            json.GetProperty("until").GetDateTime(),
            json.GetProperty("summary").GetString()!)
        {
            Alarm = TallyJson.Number(json, "alarm") is var alarm && double.IsNaN(alarm) ? null : (long)alarm,
            Windows = json.GetProperty("windows").GetInt32(),
            Columns = [.. json.GetProperty("columns").EnumerateArray().Select(column => column.GetString()!)],
            By = json.GetProperty("by").GetString(),
        };
    }

    internal static string Write(ExecutionResult result) => MonitorJson.Text(json =>
    {
        TallyJson.Number(json, "exitCode", result.ExitCode ?? double.NaN);
        json.WriteString("output", result.Output);
        json.WriteString("run", result.Run);
        json.WriteString("recipe", result.Recipe);
        json.WriteString("data", result.Data);
        json.WriteString("digest", result.Digest);
        json.WriteNumber("rows", result.Rows);
        if (result.Comparison is { } comparison)
        {
            json.WriteStartObject("comparison");
            ComparisonJson.Write(json, comparison);
            json.WriteEndObject();
        }

        if (result.Decision is { } decision)
        {
            json.WriteString("decision", decision.Outcome.ToString());
            TallyJson.Array(json, "reasons", decision.Reasons, json.WriteStringValue);
        }
    });

    internal static ExecutionResult ReadResult(string text)
    {
        using var document = JsonDocument.Parse(text);
        JsonElement json = document.RootElement;
        return new ExecutionResult
        {
            ExitCode = TallyJson.Number(json, "exitCode") is var code && double.IsNaN(code) ? null : (int)code,
            Output = json.GetProperty("output").GetString()!,
            Run = json.GetProperty("run").GetString(),
            Recipe = json.GetProperty("recipe").GetString(),
            Data = json.GetProperty("data").GetString()!,
            Digest = json.GetProperty("digest").GetString(),
            Rows = json.GetProperty("rows").GetInt32(),
            Comparison = json.TryGetProperty("comparison", out JsonElement comparison) ? ComparisonJson.Read(comparison) : null,
            Decision = json.TryGetProperty("decision", out JsonElement decision)
                ? new PromotionDecision(Enum.Parse<PromotionOutcome>(decision.GetString()!), [.. json.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()!)])
                : null,
        };
    }
}
