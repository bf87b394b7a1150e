using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Selection;

/// <summary>Represents one split that keeps a share of the rows apart: in proportion by class, by whole groups, or the last in time.</summary>
public sealed record HoldOut : ISplitter
{
    /// <summary>Gets the share of the rows that are kept apart, between 0 and 1.</summary>
    public double Share { get; init; } = 0.2;

    /// <summary>Gets a value indicating whether both parts hold every class, or every part of the target's range, in proportion.</summary>
    public bool Stratified { get; init; } = true;

    /// <summary>Gets a value indicating whether the rows stand in the order of time, so that the last ones are kept apart.</summary>
    public bool ByTime { get; init; }

    /// <summary>Gets the seed.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<Split> Split(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!(Share > 0 && Share < 1))
        {
            throw new ModelyardException($"The share of rows to keep apart is '{Share}' and must be between 0 and 1.");
        }

        int apart = (int)Math.Clamp(Math.Round(Share * data.RowCount), 1, Math.Max(1, data.RowCount - 1));
        if (data.RowCount < 2)
        {
            throw new ModelyardException($"There are '{data.RowCount}' rows; to keep some apart needs two or more.");
        }

        if (!data.Groups.IsEmpty)
        {
            int folds = Math.Max(2, (int)Math.Round(1 / Share));
            return [new GroupKFold { Folds = folds, Seed = Seed }.Split(data)[0]];
        }

        int[] order = ByTime
            ? [.. Enumerable.Range(0, data.RowCount)]
            : Stratified ? Spread(RowOrder.Stratified(data, Seed), apart) : new RandomStream(Seed).Permutation(data.RowCount);
        int[] train = order[..^apart], test = order[^apart..];
        Array.Sort(train);
        Array.Sort(test);
        return [new Split(train, test)];
    }

    /// <summary>Moves an even sample of the order to its end. A class of one row stays in front, with those learned from.</summary>
    private static int[] Spread(int[] order, int apart)
    {
        var isApart = new bool[order.Length];
        for (int i = 0; i < apart; i++)
        {
            isApart[(int)(((i + 0.5) * order.Length / apart) - 1e-9)] = true;
        }

        return [.. Enumerable.Range(0, order.Length).OrderBy(i => isApart[i]).Select(i => order[i])];
    }
}
