namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Takes back what a change that does what is wanted does not need.</summary>
internal static class ChangeRefinement
{
    private const int MostAtOnce = 24;
    private const int PointsBetween = 16;
    private const int MostNarrowings = 6;
    private const double Improvement = 0.999;

    /// <summary>Takes back whole columns and pairs of them, then parts of the numbers, each time what saves most, until nothing more can be taken back.</summary>
    /// <param name="probe">Asks the model.</param>
    /// <param name="change">A change that does what is wanted.</param>
    /// <returns>A change that does it and does not cost more.</returns>
    internal static ChangeCandidate Refine(ChangeProbe probe, ChangeCandidate change)
    {
        while (true)
        {
            ChangeCandidate better = Shrink(probe, Prune(probe, change));
            if (!(better.Cost < change.Cost * Improvement))
            {
                return Prune(probe, better);
            }

            change = better;
        }
    }

    /// <summary>Copies a row with another cell.</summary>
    internal static double[] With(double[] row, int column, double cell)
    {
        double[] copy = (double[])row.Clone();
        copy[column] = cell;
        return copy;
    }

    /// <summary>Lists the numbers of a change between which and the row's own there is something.</summary>
    internal static int[] Numbers(ChangeProbe probe, ChangeCandidate change) =>
        [.. probe.Space.Changed(probe.Own, change.Row).Where(column => probe.Space.Columns[column].IsNumber && !double.IsNaN(probe.Own[column]))];

    /// <summary>Brings one number as near to the row's own as can be.</summary>
    internal static ChangeCandidate Narrow(ChangeProbe probe, ChangeCandidate change, int column)
    {
        if (!probe.Space.Columns[column].IsNumber || double.IsNaN(probe.Own[column]))
        {
            return change;
        }

        ColumnMoves moves = probe.Space.Columns[column];
        double own = probe.Own[column], near = own;
        for (int round = 0; round < MostNarrowings && !moves.IsFine(near, change.Row[column]); round++)
        {
            double[] cells = moves.Between(own, near, change.Row[column], PointsBetween);
            if (cells.Length == 0)
            {
                break;
            }

            ChangeCandidate[] asked = probe.Ask([.. cells.Select(cell => With(change.Row, column, cell))]);
            int first = Array.FindIndex(asked, one => one.IsValid);
            near = first < 0 ? cells[^1] : first > 0 ? cells[first - 1] : near;
            change = first < 0 ? change : asked[first];
        }

        return change;
    }

    private static ChangeCandidate Prune(ChangeProbe probe, ChangeCandidate change)
    {
        // Many columns are taken back in blocks first, each time the one that saves most, then in smaller ones.
        for (int size = change.Changed / 2; size > 1;)
        {
            int[] changed = probe.Space.Changed(probe.Own, change.Row);
            ChangeCandidate? better = changed.Length <= MostAtOnce ? null : Cheapest(probe, [.. changed.Chunk(size).Select(block => Without(probe, change.Row, block))]);
            change = better ?? change;
            size = better is null ? size / 2 : size;
        }

        while (change.Changed > 1)
        {
            int[] changed = probe.Space.Changed(probe.Own, change.Row);
            ChangeCandidate? better = Cheapest(probe, [.. changed.Select(column => Without(probe, change.Row, [column]))]);
            if (better is null && changed.Length is > 2 and <= MostAtOnce)
            {
                better = Cheapest(probe, [.. changed.SelectMany((one, i) => changed[(i + 1)..].Select(other => Without(probe, change.Row, [one, other])))]);
            }

            if (better is null)
            {
                break;
            }

            change = better;
        }

        return change;
    }

    private static ChangeCandidate Shrink(ChangeProbe probe, ChangeCandidate change)
    {
        var left = Numbers(probe, change).ToList();
        while (left.Count > 0)
        {
            // The column in which most can be taken back gives way first, for it uses up the room that all of them have.
            (int column, ChangeCandidate found) = left.Select(one => (one, Narrow(probe, change, one))).MinBy(pair => pair.Item2.Cost);
            left.Remove(column);
            if (!(found.Cost < change.Cost))
            {
                break;
            }

            change = found;
        }

        return change;
    }

    private static ChangeCandidate? Cheapest(ChangeProbe probe, double[][] rows) => probe.Ask(rows).Where(one => one.IsValid).MinBy(one => one.Cost);

    private static double[] Without(ChangeProbe probe, double[] row, int[] columns)
    {
        double[] copy = (double[])row.Clone();
        foreach (int column in columns)
        {
            copy[column] = probe.Own[column];
        }

        return copy;
    }
}
