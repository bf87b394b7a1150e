using Modelyard.Explanation.Shapley;
using Modelyard.Frames;
using Modelyard.Inference;
using Modelyard.Learning;

namespace Modelyard.Cli.Commands.Explaining.Report;

/// <summary>Finds columns that say much the same of a row, between which a model shares what any of them could do alone.</summary>
internal static class SharedWeight
{
    private const double LeastCorrelation = 0.9;
    private const int LeastRows = 50;
    private const int MostRows = 1000;
    private const int MostColumns = 10;

    /// <summary>Finds them among the columns that weigh most; each group has a named one.</summary>
    /// <param name="request">The table.</param>
    /// <param name="summary">What the columns weigh.</param>
    /// <param name="named">The positions of the columns of which the reader is told.</param>
    internal static IReadOnlyList<string[]> Find(ExplainRequest request, ShapleySummary summary, IReadOnlyCollection<int> named)
    {
        int[] places = request.SampleRows(MostRows);
        Frame rows = request.Frame.Take(places);
        int[] columns = [.. summary.Ranking.Where(column => summary.MeanSizes[column] > 0 && summary.Columns[column].Kind != FeatureKind.Text && rows.TryGetColumn(summary.Columns[column].Name, out _)).Take(MostColumns)];
        if (places.Length < LeastRows || columns.Length < 2)
        {
            return [];
        }

        var correlations = CorrelationMatrix.Of(rows, columns.Select(column => summary.Columns[column].Name));
        int[] group = [.. Enumerable.Range(0, columns.Length)];
        for (int i = 0; i < columns.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (Math.Abs(correlations.Values[i, j]) >= LeastCorrelation)
                {
                    (int old, int joined) = (group[i], group[j]);
                    group = Array.ConvertAll(group, one => one == old ? joined : one);
                }
            }
        }

        return [.. Enumerable.Range(0, columns.Length).GroupBy(i => group[i])
            .Where(own => own.Skip(1).Any() && own.Any(i => named.Contains(columns[i])))
            .Select(own => own.Select(i => summary.Columns[columns[i]].Name).ToArray())];
    }
}
