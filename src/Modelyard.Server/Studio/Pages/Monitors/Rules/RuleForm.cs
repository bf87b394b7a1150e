using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Modelyard.Data.Schemas;
using Modelyard.Lifecycle.Monitors;

namespace Modelyard.Server.Studio.Pages.Monitors.Rules;

/// <summary>Turns rules to the rows of a form, and rows to rules.</summary>
internal static class RuleForm
{
    /// <summary>The greatest number of rows; more rules are written as text.</summary>
    public const int MostRows = 100;

    /// <summary>Lays rules out as rows.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="figures">The figures that windows have.</param>
    /// <returns>The rows; none if there are too many.</returns>
    public static IReadOnlyList<RuleRow> Of(IReadOnlyList<MonitorRule> rules, IReadOnlyList<string> figures) => rules.Count > MostRows ? [] : [.. rules.Select(rule => Row(rule, figures))];

    /// <summary>Makes a row that nobody has filled in.</summary>
    public static RuleRow Blank(IReadOnlyList<string> figures) => new("", figures is [var first, ..] ? first : MeasureNames.Volume, "<", "", "", "1", "", "", "");

    /// <summary>Reads rows as rules.</summary>
    /// <param name="rows">The rows; those that nobody has filled in are passed over.</param>
    /// <returns>The rows, with what is wrong with each, and the rules of those that are right.</returns>
    public static (IReadOnlyList<RuleRow> Rows, IReadOnlyList<MonitorRule> Rules) Read(IReadOnlyList<RuleRow> rows)
    {
        var read = new List<RuleRow>();
        var rules = new List<MonitorRule>();
        foreach (RuleRow row in rows.Where(row => !row.IsBlank))
        {
            if (FaultOf(row) is { } unfilled)
            {
                read.Add(row with { Fault = unfilled });
                continue;
            }

            try
            {
                IReadOnlyList<MonitorRule> one = RuleFile.Parse(Yaml(row));
                rules.AddRange(one);
                read.Add(row with { Fault = rules.Count(rule => rule.Name == one[0].Name) > 1 ? $"There are two rules '{one[0].Name}'. Give each its own name." : null });
            }
            catch (SchemaFormatException fault)
            {
                read.Add(row with { Fault = string.Join(' ', fault.Problems.Select(problem => problem.Message.Split('\n')[0])) });
            }
        }

        return (read, rules);
    }

    /// <summary>Says which field of a row is not filled in as it must be, where the form knows that better than the grammar of rules.</summary>
    private static string? FaultOf(RuleRow row) =>
        row.Name.Length == 0 ? "The rule has no name. Give it one, by which its alarms are known."
        : row.IsText && row.When.Length == 0 ? "The rule has no condition, such as 'accuracy < 0.8 and labelled >= 100'."
        : row.IsText || double.TryParse(row.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _) ? null
        : $"The value is '{row.Value}' and must be a number, such as 0.8.";

    private static RuleRow Row(MonitorRule rule, IReadOnlyList<string> figures)
    {
        (string Figure, string Comparison, string Value)? parts = RuleCondition.Read(rule.When, figures);
        return new RuleRow(
            rule.Name, parts?.Figure ?? "", parts?.Comparison ?? "", parts?.Value ?? "", parts is null ? rule.When : "", rule.For.ToString(CultureInfo.InvariantCulture),
            rule.Severity?.ToString().ToLowerInvariant() ?? "", rule.Cooldown is { } span ? Written(span) : "", rule.Runbook?.ToString() ?? "");
    }

    /// <summary>Writes a row as the file of rules that has it alone, so that one grammar says what a rule is.</summary>
    private static string Yaml(RuleRow row)
    {
        var text = new StringBuilder("rules:\n  - ");
        text.Append(CultureInfo.InvariantCulture, $"name: {Quoted(row.Name)}\n    when: {Quoted(row.IsText ? row.When : row.Value.Length == 0 ? "" : RuleCondition.Write(row.Figure, row.Comparison, row.Value))}\n");
        Append(text, "for", row.For, int.TryParse(row.For, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? row.For : Quoted(row.For));
        Append(text, "severity", row.Severity, Quoted(row.Severity));
        Append(text, "cooldown", row.Cooldown, Quoted(row.Cooldown));
        Append(text, "runbook", row.Runbook, Quoted(row.Runbook));
        return text.ToString();
    }

    private static void Append(StringBuilder text, string key, string value, string written)
    {
        if (value.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {key}: {written}\n");
        }
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>Writes a length of time as files of rules have it.</summary>
    private static string Written(TimeSpan span)
    {
        string[] parts = [.. new[] { (span.Days, "d"), (span.Hours, "h"), (span.Minutes, "m"), (span.Seconds, "s") }.Where(part => part.Item1 > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Item1}{part.Item2}"))];
        return parts.Length == 0 ? "0s" : string.Join(' ', parts);
    }
}
