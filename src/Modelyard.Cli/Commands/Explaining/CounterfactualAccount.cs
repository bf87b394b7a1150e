using System.Globalization;
using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Explanation.Counterfactuals;
using Modelyard.Learning;
using Modelyard.Pipelines;
using Modelyard.Reports;

namespace Modelyard.Cli.Commands.Explaining;

/// <summary>Tells what a search for counterfactuals found: in words, as JSON and as a table of before and after.</summary>
internal sealed class CounterfactualAccount(ExplainRequest request, CounterfactualGoal goal, CounterfactualResult result)
{
    private const string TooShort = "The time was over before the search was; there may be nearer ones.";
    private readonly Predictor _predictor = request.Package.Predictor;

    /// <summary>Prints sentences.</summary>
    internal void Print()
    {
        Terminal terminal = request.Terminal;
        terminal.Line(ExplanationText.Head(request, goal.Class is null ? ExplanationText.Number(result.Value) : result.Predicted));
        terminal.Line();
        if (result.Counterfactuals.Count == 0)
        {
            terminal.Line(" " + result.Reason);
            return;
        }

        foreach (Counterfactual one in result.Counterfactuals)
        {
            terminal.Line(" " + Sentence(one));
            terminal.Line($"   distance {ExplanationText.Number(one.Distance)}; {Likeness(one)}");
        }

        if (!result.IsComplete)
        {
            terminal.Line();
            terminal.Line(" " + TooShort);
        }
    }

    /// <summary>Writes the members of an object.</summary>
    internal void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteString("model", request.Package.Name);
        writer.WriteString("method", "counterfactual");
        writer.WriteNumber("row", request.Row!.Value + 1);
        if (goal.Class is null)
        {
            writer.Number("wanted_low", goal.Low);
            writer.Number("wanted_high", goal.High);
        }
        else
        {
            writer.WriteString("predicted", result.Predicted);
            writer.WriteString("wanted", goal.Class);
        }

        writer.Number("value", result.Value);
        writer.WriteString("outcome", result.Outcome switch
        {
            CounterfactualOutcome.Found => "found",
            CounterfactualOutcome.AlreadyMet => "already_met",
            CounterfactualOutcome.NothingMayChange => "nothing_may_change",
            _ => "not_found",
        });
        writer.WriteString("reason", result.Reason);
        writer.WriteBoolean("complete", result.IsComplete);
        writer.Objects("counterfactuals", result.Counterfactuals, one =>
        {
            writer.Objects("changes", one.Changes, change =>
            {
                writer.WriteString("column", change.Column);
                writer.WriteString("from", change.From);
                writer.WriteString("to", change.To);
                writer.Number("distance", change.Distance);
            });
            writer.Number("value", one.Value);
            writer.Number("distance", one.Distance);
            writer.Number("neighbor_distance", one.NeighborDistance);
            writer.Number("unlikeness", one.Unlikeness);
            writer.WriteBoolean("plausible", one.IsPlausible);
        });
    }

    /// <summary>Writes a table of before and after.</summary>
    internal void WritePage(HtmlWriter page)
    {
        if (result.Counterfactuals.Count == 0)
        {
            page.Callout(CalloutKind.Note, result.Reason);
            return;
        }

        foreach (Counterfactual one in result.Counterfactuals)
        {
            page.Paragraph(Sentence(one));
        }

        page.Section("changes", "Before and after", "What stays as it is is left blank.", WriteTable);
        if (!result.IsComplete)
        {
            page.Callout(CalloutKind.Note, TooShort);
        }
    }

    /// <summary>Writes the row as it is and as it would have to be, side by side.</summary>
    internal void WriteTable(HtmlWriter page)
    {
        string[] columns = [.. result.Counterfactuals.SelectMany(one => one.Changes).Select(change => change.Column).Distinct(StringComparer.Ordinal)];
        page.Table(new HtmlTable
        {
            Title = "The row and what it would have to be",
            Columns = [new HtmlColumn("Column"), new HtmlColumn("As it is"), .. result.Counterfactuals.Select((_, i) => new HtmlColumn(result.Counterfactuals.Count == 1 ? "Changed" : $"Change {i + 1}"))],
            Rows =
            [
                .. columns.Select(column => Cells(Markup.Name(column), From(column), one => one.Changes.FirstOrDefault(change => change.Column == column)?.To ?? "")),
                Cells(Markup.Text(goal.Class is null ? _predictor.TargetName : $"Probability of {goal.Class}"), NumberText.Value(result.Value), one => NumberText.Value(one.Value)),
                Cells(Markup.Text("Distance"), "", one => NumberText.Value(one.Distance)),
                Cells(Markup.Text(request.IsMade ? "Like rows of the profile" : "Like rows of the table"), "", one => one.IsPlausible ? "yes" : $"no, {ExplanationText.Number(one.Unlikeness)} times as far off as these mostly are"),
            ],
        });
    }

    /// <summary>Says what would have to be otherwise, as in "'contract' were 'Two year' instead of 'One year'".</summary>
    internal string Changes(Counterfactual one)
    {
        string[] parts = [.. one.Changes.Select(change => $"'{change.Column}' were {Cell(change, change.To)} instead of {Cell(change, change.From)}")];
        return parts.Length == 1 ? parts[0] : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
    }

    /// <summary>Says whether there are rows like the changed one.</summary>
    private string Likeness(Counterfactual one) => one.IsPlausible
        ? $"as near to {request.BackgroundText} as these are to each other"
        : $"few rows are like it: it is {ExplanationText.Number(one.Unlikeness)} times as far from the nearest {request.BackgroundText} as 95 % of these are from theirs";

    private Markup[] Cells(Markup name, string before, Func<Counterfactual, string> after) => [name, Markup.Text(before), .. result.Counterfactuals.Select(one => Markup.Text(after(one)))];

    private string From(string column) => result.Counterfactuals.SelectMany(one => one.Changes).First(change => change.Column == column).From is { } from ? Short(from) : "(missing)";

    private string Sentence(Counterfactual one)
    {
        string changes = Changes(one);
        return goal.Class is null
            ? $"If {changes}, the prediction would be {ExplanationText.Number(one.Value)} instead of {ExplanationText.Number(result.Value)}."
            : $"If {changes}, the prediction would be '{goal.Class}' (probability {Probability(one.Value)} instead of {Probability(result.Value)}).";
    }

    /// <summary>Writes a cell: numbers as they are, words in quotes.</summary>
    private string Cell(ColumnChange change, string? cell) => cell is null ? "missing"
        : _predictor.Inputs[_predictor.Inputs.IndexOf(change.Column)].Kind is FeatureKind.Categorical or FeatureKind.Text ? $"'{cell}'" : Short(cell);

    /// <summary>Writes a cell that is a number of many digits with six of them.</summary>
    private static string Short(string cell)
    {
        const int Most = 10;
        return cell.Length > Most && cell.Contains('.', StringComparison.Ordinal) && double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number.ToString("G6", CultureInfo.InvariantCulture)
            : cell;
    }

    private static string Probability(double value) => NumberText.Fixed(value, 2);
}
