using Modelyard.Charts;
using Modelyard.Explanation.Dependence;
using Modelyard.Explanation.Shapley;
using Modelyard.Explanation.Surrogates;
using Modelyard.Pipelines;

namespace Modelyard.Cli.Commands.Explaining.Report;

/// <summary>Says in plain words what a model leans on, which way, how simple that is, and how good it is.</summary>
/// <param name="request">The model and the table.</param>
/// <param name="summary">What each column contributes.</param>
/// <param name="output">The position of the class that is told of.</param>
/// <param name="effects">How the prediction changes with the leading columns.</param>
/// <param name="together">How much these act together; null if there is one at most.</param>
/// <param name="surrogate">The rules; null for none.</param>
internal sealed class TableWords(ExplainRequest request, ShapleySummary summary, int output, IReadOnlyList<ColumnEffect> effects, InteractionStrength? together, GlobalSurrogate? surrogate)
{
    private const int MostNamed = 3;
    private const double LeastOfFirst = 0.25;

    private const int MostPairs = 2;

    // What two columns do together counts from these shares on: of how the predictions differ, and of what the two do in all.
    private const double LeastTogether = 0.1;
    private const double LeastStrength = 0.2;
    private readonly Predictor _predictor = request.Package.Predictor;

    /// <summary>Lists all that is said, the headline first.</summary>
    internal IReadOnlyList<string> All()
    {
        double all = summary.MeanSizes.ToArray().Sum(), first = summary.MeanSizes[summary.Ranking[0]];
        if (!(all > 0))
        {
            return [.. new[] { $"The model says the same of every row: its prediction of '{_predictor.TargetName}' depends on no column.", QualityWords.Of(request.Package) }.Where(text => text.Length > 0)];
        }

        int[] named = [.. summary.Ranking.Take(MostNamed).Where(column => summary.MeanSizes[column] >= LeastOfFirst * first && (column == summary.Ranking[0] || summary.MeanSizes[column] > 2 * summary.MeanErrors[column]))];
        string names = CellWords.Join([.. named.Select(column => $"'{summary.Columns[column].Name}'")]);
        double share = named.Sum(column => summary.MeanSizes[column]) / all;
        return [.. new[] { $"The model predicts '{_predictor.TargetName}' mostly from {names}.", Rest(named.Length, share), Shared(named), Directions(), Together(), Rules(), QualityWords.Of(request.Package) }.Where(text => text.Length > 0)];
    }

    /// <summary>Says what the other columns make up.</summary>
    private string Rest(int named, double share)
    {
        const double Whole = 0.995;
        int others = summary.Columns.Count - named;
        string them = others == 1 ? "the other column" : $"the other {others} columns";
        return others == 0 ? ""
            : share > Whole ? $"{char.ToUpperInvariant(them[0])}{them[1..]} {(others == 1 ? "hardly counts" : "hardly count")}."
            : $"{(named == 1 ? "It makes" : "Together they make")} up {NumberText.Percent(share, 0)} of what moves its predictions from row to row; {them} {(others == 1 ? "makes up" : "share")} the rest.";
    }

    /// <summary>Says which columns stand for each other.</summary>
    private string Shared(int[] named)
    {
        string[] groups = [.. SharedWeight.Find(request, summary, named).Select(group => CellWords.Join([.. group.Select(column => $"'{column}'")]))];
        return string.Join(' ', groups.Select((group, i) => i > 0 ? $"So do {group}."
            : $"{group} say much the same of a row, so the model shares between them what any of them could do alone: take them together."));
    }

    /// <summary>Says which way the prediction goes with each of the leading columns.</summary>
    private string Directions()
    {
        string[] parts = [.. effects.Select(effect => effect.Direction()).Where(text => text.Length > 0)];
        string subject = _predictor.Classes.Count > 0 ? $"The chance of '{_predictor.Classes[ClassOfOutput]}'" : $"The predicted '{_predictor.TargetName}'";
        string others = _predictor.Classes.Count > 2 ? $" That is one of {_predictor.Classes.Count} classes; of each other one the same can be told." : "";
        return parts.Length == 0 ? "" : $"{subject} {string.Join("; it ", parts)}.{others}";
    }

    private int ClassOfOutput => _predictor.Classes.Count == 2 ? 1 : output;

    /// <summary>Says which columns do other things from row to row, and which act together.</summary>
    private string Together()
    {
        (string First, string Second, double Size)[] pairs = [.. Pairs().OrderByDescending(pair => pair.Size)];
        var said = new List<string>();
        foreach (ColumnEffect effect in effects.Where(one => one.DependsOnOthers))
        {
            (string First, string Second, double Size) with = Array.Find(pairs, pair => pair.First == effect.Column || pair.Second == effect.Column);
            string partner = with.First is null ? "the other columns" : $"'{(with.First == effect.Column ? with.Second : with.First)}'";
            pairs = [.. pairs.Where(pair => pair != with)];
            said.Add($"What '{effect.Column}' does to the prediction differs from row to row: it depends on {partner}, and on average little of it is left.");
        }

        said.AddRange(pairs.Take(MostPairs).Select(pair => $"'{pair.First}' and '{pair.Second}' act together: what the one does depends on the other."));
        return string.Join(' ', said);
    }

    /// <summary>Lists the pairs that act together by more than the grain of the model would have it.</summary>
    private IEnumerable<(string First, string Second, double Size)> Pairs()
    {
        double spread = effects.Select(one => one.Spread).DefaultIfEmpty().Average();
        for (int i = 0; together is not null && i < together.Features.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                int place = Math.Min(output, together.Outputs.Count - 1);
                double size = together.Size(j, i, place);
                if (size > LeastTogether * spread && together.Strength(j, i, place) > LeastStrength)
                {
                    yield return (together.Features[j].Name, together.Features[i].Name, size);
                }
            }
        }
    }

    private string Rules()
    {
        if (surrogate is null)
        {
            return "";
        }

        if (!RuleAccount.Holds(surrogate))
        {
            return RuleAccount.Refusal(surrogate);
        }

        string rules = $"{surrogate.Rules.Count} simple rules, listed below,";
        return surrogate.Rules.Count < 2 ? ""
            : surrogate.Agreement is { } agreement
                ? $"{rules} give the same answer as the model for {NumberText.Percent(agreement.Value, 0)} of the rows (always saying the most frequent answer: {NumberText.Percent(surrogate.MajorityShare, 0)}){(surrogate.Classes.Count == 2 ? $", and account for {NumberText.Percent(Math.Max(0, surrogate.Fidelity.Value), 0)} of how its chances differ from row to row" : "")}."
                : $"{rules} account for {NumberText.Percent(surrogate.Fidelity.Value, 0)} of how its predictions differ from row to row.";
    }
}
