namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Finds changes as if what columns do to the answer added up: the least there are on weighted sums, elsewhere rows from which a search goes on.</summary>
/// <remarks>
/// Around a row that is as wanted, the cells of each column are asked for what they gain against the row's own. Which of them to take is a knapsack of which each column gives one; its relaxation is solved by the
/// steps along the convex hull of each column's costs and gains, the greatest gain per cost first, of which the last is brought back as far as can be.
/// Source: Sinha and Zoltners (1979), The Multiple-Choice Knapsack Problem, Operations Research 27(3).
/// </remarks>
internal static class AdditiveSteps
{
    private const int MostEnds = 6;

    /// <summary>Finds changes that do what is wanted.</summary>
    /// <param name="probe">Asks the model.</param>
    /// <param name="around">The row around which the gains are measured.</param>
    /// <returns>The changes: that of the steps in their order, and some that end by another step; none if the steps lead nowhere.</returns>
    internal static IReadOnlyList<ChangeCandidate> Find(ChangeProbe probe, double[] around)
    {
        Step[] steps = [.. StepsAround(probe, around).OrderByDescending(step => step.Slope)];
        double[][] rows = new double[steps.Length][];
        for (int i = 0; i < steps.Length; i++)
        {
            rows[i] = ChangeRefinement.With(i == 0 ? probe.Own : rows[i - 1], steps[i].Column, steps[i].Cell);
        }

        ChangeCandidate[] asked = probe.Ask(rows);
        int first = Array.FindIndex(asked, one => one.IsValid);
        if (first < 0)
        {
            return [];
        }

        double[] before = first == 0 ? probe.Own : rows[first - 1];
        return [ChangeRefinement.Narrow(probe, asked[first], steps[first].Column), .. Ends(probe, before)];
    }

    /// <summary>Finds the one change, column by column, that a row lacks.</summary>
    private static IEnumerable<ChangeCandidate> Ends(ChangeProbe probe, double[] row)
    {
        (int Column, double Cell)[] cells = [.. CellsOf(probe).Where(one => one.Cell != row[one.Column])];
        return probe.Ask([.. cells.Select(one => ChangeRefinement.With(row, one.Column, one.Cell))])
            .Zip(cells, (asked, one) => (Change: asked, one.Column))
            .Where(one => one.Change.IsValid)
            .GroupBy(one => one.Column)
            .Select(group => group.MinBy(one => one.Change.Cost))
            .OrderBy(one => one.Change.Cost)
            .Take(MostEnds)
            .Select(one => ChangeRefinement.Narrow(probe, one.Change, one.Column));
    }

    private static IEnumerable<Step> StepsAround(ChangeProbe probe, double[] around)
    {
        (int Column, double Cell)[] cells = CellsOf(probe);
        ChangeCandidate[] asked = probe.Ask([.. cells.Select(one => ChangeRefinement.With(around, one.Column, one.Cell)), .. probe.Open.Select(column => ChangeRefinement.With(around, column, probe.Own[column]))]);
        for (int i = 0, place = 0; place < probe.Open.Length; place++)
        {
            int column = probe.Open[place];
            double own = asked[cells.Length + place].Score;
            var points = new List<(double Cost, double Gain, double Cell)>();
            for (; i < cells.Length && cells[i].Column == column; i++)
            {
                points.Add((probe.CostOf(column, cells[i].Cell), asked[i].Score - own, cells[i].Cell));
            }

            foreach (Step step in Hull(column, points))
            {
                yield return step;
            }
        }
    }

    /// <summary>Walks from the row's own cell along the upper convex hull of costs and gains, as long as there is a gain.</summary>
    private static IEnumerable<Step> Hull(int column, List<(double Cost, double Gain, double Cell)> points)
    {
        (double cost, double gain) = (0, 0);
        while (true)
        {
            (double Cost, double Gain, double Cell) next = points.Where(point => point.Cost > cost && point.Gain > gain).DefaultIfEmpty().MaxBy(point => (point.Gain - gain) / (point.Cost - cost));
            if (!(next.Gain > gain))
            {
                yield break;
            }

            yield return new Step(column, next.Cell, (next.Gain - gain) / (next.Cost - cost));
            (cost, gain) = (next.Cost, next.Gain);
        }
    }

    private static (int Column, double Cell)[] CellsOf(ChangeProbe probe) => [.. probe.Open.SelectMany(column => probe.Space.Columns[column].Candidates(probe.Own[column]).Select(cell => (column, cell)))];

    /// <summary>Represents a step of one column.</summary>
    /// <param name="Column">The column.</param>
    /// <param name="Cell">The cell to which it leads.</param>
    /// <param name="Slope">What it gains per cost.</param>
    private readonly record struct Step(int Column, double Cell, double Slope);
}
