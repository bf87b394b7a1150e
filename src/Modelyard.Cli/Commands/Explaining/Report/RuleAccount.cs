using Modelyard.Charts;
using Modelyard.Explanation.Surrogates;
using Modelyard.Learning;

namespace Modelyard.Cli.Commands.Explaining.Report;

/// <summary>Judges whether few rules account for a model.</summary>
internal static class RuleAccount
{
    private const double LeastFidelity = 0.5;

    /// <summary>Determines whether the rules take away half or more of what always saying the same leaves wrong: the mean of the numbers or of the chances of two classes, or the most frequent answer.</summary>
    internal static bool Holds(GlobalSurrogate surrogate) => (surrogate.Classes.Count <= 2 && surrogate.Fidelity.Value >= LeastFidelity)
        || (surrogate.Agreement is { } agreement && agreement.Value - surrogate.MajorityShare >= LeastFidelity * (1 - surrogate.MajorityShare));

    /// <summary>Says that they do not.</summary>
    internal static string Refusal(GlobalSurrogate surrogate)
    {
        string figures = surrogate.Agreement is { } agreement
            ? $"the best {RuleTable.Count(surrogate)} that were found give its answer for {NumberText.Percent(agreement.Value, 0)} of the rows, and always saying the most frequent answer does for {NumberText.Percent(surrogate.MajorityShare, 0)}"
            : $"the best {RuleTable.Count(surrogate)} that were found account for {NumberText.Percent(Math.Max(0, surrogate.Fidelity.Value), 0)} of how its predictions differ from row to row";
        string texts = string.Join(" and ", surrogate.Columns.Where(column => column.Kind == FeatureKind.Text).Select(column => $"'{column.Name}'"));
        return $"The model cannot be put into a few simple rules: {figures}.{(texts.Length > 0 ? $" Rules cannot ask for the words of {texts}." : "")}";
    }
}
