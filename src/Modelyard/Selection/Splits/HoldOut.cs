using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Selection;

/// <summary>Represents the parting of rows into a training, a development and a test part of given shares.</summary>
/// <remarks>
/// Rows with groups are parted by whole groups; else rows are stratified by class (or by ranges of the target) unless that is turned off. A class gives the
/// rounded share of its rows, and at least one stays for training before any goes elsewhere. In order of time, the first rows train and the last ones test.
/// </remarks>
public sealed record HoldOut : ISplitter
{
    private const byte Train = 0, Dev = 1, Test = 2;
    private const int RegressionStrata = 10;

    /// <summary>Gets the share of the rows that are kept apart to test on, from 0 to less than 1.</summary>
    public double Share { get; init; } = 0.2;

    /// <summary>Gets the share of the rows in the development part, from 0 to less than 1.</summary>
    public double DevShare { get; init; }

    /// <summary>Gets a value indicating whether every part holds its share of each class, or of each range of the target.</summary>
    public bool Stratified { get; init; } = true;

    /// <summary>Gets a value indicating whether the rows stand in the order of time, so that the last ones are kept apart.</summary>
    public bool ByTime { get; init; }

    /// <summary>Gets the seed of the shuffle.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    /// <remarks>Gives one split; rows of the development part are in neither side.</remarks>
    public IReadOnlyList<Split> Split(Dataset data)
    {
        HoldOutParts parts = Parts(data);
        return [new Split(parts.Train, parts.Test)];
    }

    /// <summary>Parts the rows in three.</summary>
    /// <param name="data">The data set.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="ModelyardException">The shares do not leave room for training, or there are too few rows or groups.</exception>
    public HoldOutParts Parts(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!(Share is >= 0 and < 1) || !(DevShare is >= 0 and < 1) || Share + DevShare >= 1)
        {
            throw new ModelyardException($"The test share is '{Share}' and the dev share '{DevShare}'; each must be 0 or greater and both together less than 1.");
        }

        byte[] partOfRow = new byte[data.RowCount];
        List<int[]> units = ByTime ? [[.. Enumerable.Range(0, data.RowCount)]]
            : !data.Groups.IsEmpty ? []
            : Stratified ? Strata.Of(data, Math.Min(RegressionStrata, Math.Max(1, data.RowCount / 10))) : [[.. Enumerable.Range(0, data.RowCount)]];
        if (units.Count == 0 && data.RowCount > 0)
        {
            PartGroups(data, partOfRow);
        }

        double owedTest = 0, owedDev = 0;
        for (int unit = 0; unit < units.Count; unit++)
        {
            int[] rows = units[unit];
            if (!ByTime)
            {
                new RandomStream(Seed, (ulong)unit).Shuffle(rows.AsSpan());
            }

            // What rounding took from one stratum is owed to the next, so that the parts as a whole come out even.
            int test = Take(rows.Length, Share, rows.Length - 1, ref owedTest);
            int dev = Take(rows.Length, DevShare, rows.Length - 1 - test, ref owedDev);
            Mark(rows.AsSpan(rows.Length - test), partOfRow, Test);
            Mark(rows.AsSpan(rows.Length - test - dev, dev), partOfRow, Dev);
        }

        int[] Rows(byte part) => [.. Enumerable.Range(0, partOfRow.Length).Where(row => partOfRow[row] == part)];
        var parts = new HoldOutParts(Rows(Train), Rows(Dev), Rows(Test));
        return parts.Train.Length == 0 || (Share > 0 && parts.Test.Length == 0) || (DevShare > 0 && parts.Dev.Length == 0)
            ? throw new ModelyardException($"'{data.RowCount}' rows cannot be parted into '{parts.Train.Length}' to train, '{parts.Dev.Length}' to choose on and '{parts.Test.Length}' to test; each part needs at least one. Give more rows.")
            : parts;
    }

    private static int Take(int rows, double share, int most, ref double owed)
    {
        double wanted = (rows * share) + owed;
        int taken = Math.Clamp((int)Math.Floor(wanted + 0.5), 0, Math.Max(0, most));
        owed = Math.Clamp(wanted - taken, -0.5, 0.5);
        return taken;
    }

    private static void Mark(ReadOnlySpan<int> rows, byte[] partOfRow, byte part)
    {
        foreach (int row in rows)
        {
            partOfRow[row] = part;
        }
    }

    private void PartGroups(Dataset data, byte[] partOfRow)
    {
        (int[] groupOfRow, int groups) = FoldAssignment.NumberGroups(data);
        int[] sizes = new int[groups];
        foreach (int group in groupOfRow)
        {
            sizes[group]++;
        }

        byte[] partOfGroup = new byte[groups];
        int[] order = new RandomStream(Seed).Permutation(groups);
        double testLeft = Share * data.RowCount, devLeft = DevShare * data.RowCount;
        foreach (int group in order)
        {
            // A group goes where it brings the part nearer to its share.
            if (sizes[group] < 2 * testLeft)
            {
                partOfGroup[group] = Test;
                testLeft -= sizes[group];
            }
            else if (sizes[group] < 2 * devLeft)
            {
                partOfGroup[group] = Dev;
                devLeft -= sizes[group];
            }
        }

        EnsureAny(Share, Test, partOfGroup, sizes);
        EnsureAny(DevShare, Dev, partOfGroup, sizes);
        for (int row = 0; row < groupOfRow.Length; row++)
        {
            partOfRow[row] = partOfGroup[groupOfRow[row]];
        }
    }

    private static void EnsureAny(double share, byte part, byte[] partOfGroup, int[] sizes)
    {
        int[] training = [.. Enumerable.Range(0, sizes.Length).Where(group => partOfGroup[group] == Train)];
        if (share > 0 && !partOfGroup.Contains(part) && training.Length > 1)
        {
            partOfGroup[training.MinBy(group => sizes[group])] = part;
        }
    }
}
