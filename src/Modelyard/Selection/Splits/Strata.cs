using Modelyard.Learning;

namespace Modelyard.Selection;

/// <summary>Sorts rows into strata, each of which a split parts evenly: classes, or ranges of a number that hold equally many rows.</summary>
internal static class Strata
{
    /// <summary>Lists the rows of each stratum that has any, ascending.</summary>
    internal static List<int[]> Of(Dataset data, int bins)
    {
        if (data.Task == TaskKind.Classification)
        {
            return Group(data.Labels, data.ClassCount);
        }

        int[] order = [.. Enumerable.Range(0, data.RowCount)];
        double[] target = data.Target.ToArray();
        Array.Sort(order, (left, right) => target[left] != target[right] ? target[left].CompareTo(target[right]) : left.CompareTo(right));
        int[] bin = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            bin[order[i]] = (int)((long)i * bins / order.Length);
        }

        return Group(bin, bins);
    }

    private static List<int[]> Group(ReadOnlySpan<int> keys, int count)
    {
        var rows = new List<int>[count];
        for (int row = 0; row < keys.Length; row++)
        {
            (rows[keys[row]] ??= []).Add(row);
        }

        return [.. rows.Where(own => own is not null).Select(own => own.ToArray())];
    }
}
