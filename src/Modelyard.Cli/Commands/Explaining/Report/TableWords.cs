using Modelyard.Charts;
using Modelyard.Explanation.Dependence;
using Modelyard.Explanation.Shapley;
using Modelyard.Explanation.Surrogates;
using Modelyard.Pipelines;

namespace Modelyard.Cli.Commands.Explaining.Report;

/// <summary>Says in plain words what a model leans on, which way, how simple that is, and how good it is.</summary>
internal sealed class TableWords(ExplainRequest request, ShapleySummary summary, int output, IReadOnlyList<PartialDependence> dependences, GlobalSurrogate? surrogate)
{
    private const int MostNamed = 3;
    private const double LeastOfFirst = 0.25;

    // What goes against the direction of a curve, as a share of all its ups and downs.
    private const double Against = 0.1;
    private const double OftenAgainst = 0.3;

    // A curve that moves less, beside what the model says of the rows, has no direction to speak of.
    private const double Flat = 0.02;
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
        string rest = summary.Columns.Count > named.Length
            ? $"{(named.Length == 1 ? "It makes" : "Together they make")} up {NumberText.Percent(share, 0)} of what moves its predictions from row to row; the other {summary.Columns.Count - named.Length} columns share the rest."
            : "";
        return [.. new[] { $"The model predicts '{_predictor.TargetName}' mostly from {names}.", rest, Directions(), Rules(), QualityWords.Of(request.Package) }.Where(text => text.Length > 0)];
    }

    /// <summary>Says which way the prediction goes with each of the leading columns.</summary>
    private string Directions()
    {
        string[] parts = [.. dependences.Select(Direction).Where(text => text.Length > 0)];
        string subject = _predictor.Classes.Count > 0 ? $"The chance of '{_predictor.Classes[ClassOfOutput]}'" : $"The predicted '{_predictor.TargetName}'";
        return parts.Length == 0 ? "" : $"{subject} {string.Join("; it ", parts)}.";
    }

    private int ClassOfOutput => _predictor.Classes.Count == 2 ? 1 : output;

    private string Direction(PartialDependence dependence)
    {
        double[] means = dependence.Means(Math.Min(output, dependence.Outputs.Count - 1)).ToArray();
        DependenceAxis axis = dependence.Axes[0];
        (double low, double high) = dependence.Range(Math.Min(output, dependence.Outputs.Count - 1));
        if (means.Length < 2 || !(means.Max() - means.Min() > Flat * (high - low)))
        {
            return "";
        }

        string name = $"'{axis.Feature.Name}'";
        int highest = Array.IndexOf(means, means.Max()), lowest = Array.IndexOf(means, means.Min());
        if (axis.HasLevels)
        {
            return $"is highest where {name} is '{axis.Label(highest)}' and lowest where it is '{axis.Label(lowest)}'";
        }

        double up = 0, down = 0;
        for (int i = 1; i < means.Length; i++)
        {
            up += Math.Max(0, means[i] - means[i - 1]);
            down += Math.Max(0, means[i - 1] - means[i]);
        }

        double against = Math.Min(up, down) / (up + down);
        string direction = up > down ? "rises" : "falls";
        return against <= Against ? $"{direction} with {name}"
            : against <= OftenAgainst ? $"mostly {direction} with {name}"
            : $"is highest where {name} is about {axis.Label(highest)} and lowest where it is about {axis.Label(lowest)}";
    }

    private string Rules() => surrogate is null || surrogate.Rules.Count < 2 ? ""
        : surrogate.Agreement is { } agreement
            ? $"{surrogate.Rules.Count} simple rules, listed below, give the same answer as the model for {NumberText.Percent(agreement.Value, 0)} of the rows."
            : $"{surrogate.Rules.Count} simple rules, listed below, account for {NumberText.Percent(Math.Max(0, surrogate.Fidelity.Value), 0)} of how its predictions differ from row to row.";
}
