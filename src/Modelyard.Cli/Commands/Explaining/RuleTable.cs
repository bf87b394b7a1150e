using Modelyard.Charts;
using Modelyard.Explanation.Surrogates;
using Modelyard.Reports;

namespace Modelyard.Cli.Commands.Explaining;

/// <summary>Writes the rules of a surrogate for people.</summary>
internal static class RuleTable
{
    private const int WeakestShown = 3;

    /// <summary>Writes the rules as a table, what they miss, and the tree.</summary>
    internal static void Write(HtmlWriter writer, GlobalSurrogate surrogate)
    {
        writer.Paragraph(Fidelity(surrogate));
        writer.Table(new HtmlTable
        {
            Title = "The rules",
            Columns = [new HtmlColumn("Where"), new HtmlColumn("The model says"), new HtmlColumn("Of the rows", HtmlColumnKind.Number), new HtmlColumn("Where it says something else")],
            Rows = [.. surrogate.Rules.OrderByDescending(rule => rule.Share).Select(rule => (IReadOnlyList<Markup>)[Markup.Text(Where(rule)), Markup.Text(Says(surrogate, rule)), Markup.Text(NumberText.Percent(rule.Share)), Markup.Text(Failing(rule))])],
        });
        SurrogateRule[] weakest = [.. surrogate.Weakest().Take(WeakestShown)];
        if (weakest.Length > 0)
        {
            writer.Callout(CalloutKind.Note, $"The rules fail most where {string.Join("; where ", weakest.Select(rule => $"{Where(rule)} ({Failing(rule)})"))}.", "There the model looks at more than the rules tell.");
        }

        writer.Details("The rules as a tree", inner => inner.Figure(surrogate.Draw(), wide: true));
    }

    /// <summary>Says how far the rules repeat the model.</summary>
    internal static string Fidelity(GlobalSurrogate surrogate) => surrogate.Agreement is { } agreement
        ? $"On {NumberText.Counted(surrogate.TestRows, "row")} that were kept aside, {These(surrogate)} {(surrogate.Rules.Count == 1 ? "gives" : "give")} the model's own answer in {NumberText.Percent(agreement.Value)} of cases ({NumberText.Percent(agreement.Low)} to {NumberText.Percent(agreement.High)}); always saying the most frequent answer does in {NumberText.Percent(surrogate.MajorityShare)}."
        : $"On {NumberText.Counted(surrogate.TestRows, "row")} that were kept aside, {These(surrogate)} {(surrogate.Rules.Count == 1 ? "accounts" : "account")} for {NumberText.Percent(Math.Max(0, surrogate.Fidelity.Value))} of the ups and downs of the model's own answers ({NumberText.Percent(Math.Max(0, surrogate.Fidelity.Low))} to {NumberText.Percent(Math.Max(0, surrogate.Fidelity.High))}).";

    /// <summary>Says where a rule applies.</summary>
    internal static string Where(SurrogateRule rule) => rule.Conditions.Count == 0 ? "always" : string.Join(" and ", rule.Conditions);

    /// <summary>Says what a rule answers.</summary>
    internal static string Says(GlobalSurrogate surrogate, SurrogateRule rule) => surrogate.Classes.Count switch
    {
        0 => NumberText.Value(rule.Value),
        2 => $"{rule.Class} ({surrogate.Classes[1]}: {NumberText.Percent(rule.Value)})",
        _ => rule.Class,
    };

    /// <summary>Says how often, or by how much, the model says something else under a rule.</summary>
    internal static string Failing(SurrogateRule rule) => rule.Rows == 0 ? "no test row"
        : double.IsNaN(rule.Disagreement) ? $"off by {NumberText.Value(rule.Error)}"
        : $"in {NumberText.Percent(rule.Disagreement)} of cases";

    /// <summary>Counts the rules.</summary>
    internal static string Count(GlobalSurrogate surrogate) => surrogate.Rules.Count == 1 ? "one rule" : $"{surrogate.Rules.Count} rules";

    private static string These(GlobalSurrogate surrogate) => surrogate.Rules.Count == 1 ? "this one rule" : $"these {surrogate.Rules.Count} rules";
}
