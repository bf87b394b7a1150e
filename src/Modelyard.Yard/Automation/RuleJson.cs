using System.Text.Json;
using Modelyard.Lifecycle.Challengers;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Training;
using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Automation;

/// <summary>Writes rules as JSON, and reads them.</summary>
internal static class RuleJson
{
    internal static string Write(AutomationRule rule) => MonitorJson.Text(json =>
    {
        json.WriteString("monitor", rule.Monitor);
        json.WriteString("trigger", rule.Trigger.ToString());
        json.WriteNumber("windows", rule.Windows);
        TallyJson.Array(json, "of", rule.Of, json.WriteStringValue);
        json.WriteString("severity", rule.Severity.ToString());
        json.WriteNumber("most", rule.Most);
        json.WriteNumber("periodSeconds", rule.Period.TotalSeconds);
        json.WriteNumber("cooldownSeconds", rule.Cooldown.TotalSeconds);
        json.WriteNumber("timeLimitSeconds", rule.TimeLimit.TotalSeconds);
        if (rule.Command is { } command)
        {
            TallyJson.Array(json, "command", command.Arguments, json.WriteStringValue);
        }

        if (rule.Retraining is { } plan)
        {
            json.WriteStartObject("retraining");
            Write(json, plan);
            json.WriteEndObject();
        }
    });

    internal static AutomationRule Read(string name, string text)
    {
        using var document = JsonDocument.Parse(text);
        JsonElement json = document.RootElement;
        return new AutomationRule(name, json.GetProperty("monitor").GetString()!)
        {
            Trigger = Enum.Parse<AutomationTrigger>(json.GetProperty("trigger").GetString()!),
            Windows = json.GetProperty("windows").GetInt32(),
            Of = [.. json.GetProperty("of").EnumerateArray().Select(one => one.GetString()!)],
            Severity = Enum.Parse<AlarmSeverity>(json.GetProperty("severity").GetString()!),
            Most = json.GetProperty("most").GetInt32(),
            Period = TimeSpan.FromSeconds(json.GetProperty("periodSeconds").GetDouble()),
            Cooldown = TimeSpan.FromSeconds(json.GetProperty("cooldownSeconds").GetDouble()),
            TimeLimit = TimeSpan.FromSeconds(json.GetProperty("timeLimitSeconds").GetDouble()),
            Command = json.TryGetProperty("command", out JsonElement command) ? new RuleCommand([.. command.EnumerateArray().Select(word => word.GetString()!)]) : null,
            Retraining = json.TryGetProperty("retraining", out JsonElement plan) ? ReadPlan(plan) : null,
        };
    }

    private static void Write(Utf8JsonWriter json, RetrainingPlan plan)
    {
        RetrainingSource source = plan.Source;
        TallyJson.Array(json, "files", source.Files, json.WriteStringValue);
        TallyJson.Number(json, "newest", source.Newest ?? double.NaN);
        json.WriteString("database", source.Database);
        json.WriteString("query", source.Query);
        json.WriteBoolean("log", source.IsLog);
        TallyJson.Number(json, "lastSeconds", source.Last?.TotalSeconds ?? double.NaN);
        json.WriteBoolean("withOld", source.WithOld);
        json.WriteNumber("holdOutShare", plan.HoldOutShare);
        TallyJson.Number(json, "holdOutSeconds", plan.HoldOutLast?.TotalSeconds ?? double.NaN);
        TallyJson.Number(json, "threads", plan.Threads ?? double.NaN);
        PromotionRule promotion = plan.Promotion;
        json.WriteString("promote", promotion.Kind.ToString());
        json.WriteString("metric", promotion.Metric);
        json.WriteNumber("level", promotion.Level);
        json.WriteNumber("least", promotion.Least);
        json.WriteNumber("margin", promotion.Margin);
        json.WriteNumber("leastRows", promotion.LeastRows);
        TallyJson.Array(json, "slices", promotion.SliceColumns, json.WriteStringValue);
        TallyJson.Number(json, "worstSlice", promotion.WorstSlice ?? double.NaN);
        TallyJson.Number(json, "mostLatency", promotion.MostLatency ?? double.NaN);
        json.WriteBoolean("sameInputs", promotion.SameInputs);
    }

    private static RetrainingPlan ReadPlan(JsonElement json) => new()
    {
        Source = new RetrainingSource
        {
            Files = Texts(json, "files"),
            Newest = (int?)Number(json, "newest"),
            Database = json.GetProperty("database").GetString(),
            Query = json.GetProperty("query").GetString(),
            IsLog = json.GetProperty("log").GetBoolean(),
            Last = Number(json, "lastSeconds") is { } last ? TimeSpan.FromSeconds(last) : null,
            WithOld = json.GetProperty("withOld").GetBoolean(),
        },
        HoldOutShare = json.GetProperty("holdOutShare").GetDouble(),
        HoldOutLast = Number(json, "holdOutSeconds") is { } held ? TimeSpan.FromSeconds(held) : null,
        Threads = (int?)Number(json, "threads"),
        Promotion = new PromotionRule
        {
            Kind = Enum.Parse<PromotionKind>(json.GetProperty("promote").GetString()!),
            Metric = json.GetProperty("metric").GetString(),
            Level = json.GetProperty("level").GetDouble(),
            Least = json.GetProperty("least").GetDouble(),
            Margin = json.GetProperty("margin").GetDouble(),
            LeastRows = json.GetProperty("leastRows").GetInt32(),
            SliceColumns = Texts(json, "slices"),
            WorstSlice = Number(json, "worstSlice"),
            MostLatency = Number(json, "mostLatency"),
            SameInputs = json.GetProperty("sameInputs").GetBoolean(),
        },
    };

    private static double? Number(JsonElement json, string name) => TallyJson.Number(json, name) is var number && double.IsNaN(number) ? null : number;

    private static string[] Texts(JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];
}
