using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Trees.Boosting;

/// <summary>Parts rows into those to learn from and those that say when to stop.</summary>
/// <param name="Training">The rows to learn from, ascending; null for all.</param>
/// <param name="Validation">The rows that are held out, ascending; empty if none are.</param>
internal sealed record RowHoldout(int[]? Training, int[] Validation)
{
    private const int LeastRowsForAuto = 10_000;
    private const ulong Stream = 0x484F4C44;

    /// <summary>Parts the rows that weigh anything: classes in proportion, groups whole.</summary>
    internal static RowHoldout Create(Dataset data, BoostingPlan plan, FitContext context)
    {
        int[]? weighty = plan.Weights is { } weights && Array.Exists(weights, weight => weight == 0)
            ? context.Choose(data.RowCount, row => weights[row] > 0)
            : null;
        int count = weighty?.Length ?? data.RowCount;
        if (plan.EarlyStopping == EarlyStopping.Off || (plan.EarlyStopping == EarlyStopping.Auto && count <= LeastRowsForAuto))
        {
            return new RowHoldout(weighty, []);
        }

        weighty ??= [.. Enumerable.Range(0, data.RowCount)];
        RandomStream random = context.Random(Stream);
        bool[] held = new bool[data.RowCount];
        if (data.Groups.IsEmpty)
        {
            HoldRows(data, weighty, plan.ValidationShare, held, ref random, context);
        }
        else
        {
            HoldGroups(data, weighty, plan.ValidationShare, held, ref random);
        }

        int[] validation = Chosen(weighty, row => held[row], context);
        if (validation.Length > 0 && validation.Length < weighty.Length)
        {
            return new RowHoldout(Chosen(weighty, row => !held[row], context), validation);
        }

        context.Warn("There are too few rows to hold some out for early stopping; boosting runs for all its iterations.");
        return new RowHoldout(weighty.Length == data.RowCount ? null : weighty, []);
    }

    private static int[] Chosen(int[] rows, Func<int, bool> chosen, FitContext context)
    {
        int[] places = context.Choose(rows.Length, place => chosen(rows[place]));
        return Array.ConvertAll(places, place => rows[place]);
    }

    private static void HoldRows(Dataset data, int[] rows, double share, bool[] held, ref RandomStream random, FitContext context)
    {
        foreach (int[] stratum in data.Task == TaskKind.Classification ? ByClass(data, rows) : [[.. rows]])
        {
            context.Checkpoint();
            random.Shuffle<int>(stratum.AsSpan());
            int taken = Math.Min((int)Math.Round(share * stratum.Length), stratum.Length - 1);
            for (int i = 0; i < taken; i++)
            {
                held[stratum[i]] = true;
            }
        }
    }

    private static int[][] ByClass(Dataset data, int[] rows)
    {
        ReadOnlySpan<int> labels = data.Labels;
        int[] counts = new int[data.ClassCount];
        foreach (int row in rows)
        {
            counts[labels[row]]++;
        }

        int[][] strata = Array.ConvertAll(counts, count => new int[count]);
        Array.Clear(counts);
        foreach (int row in rows)
        {
            strata[labels[row]][counts[labels[row]]++] = row;
        }

        return [.. strata.Where(stratum => stratum.Length > 0)];
    }

    private static void HoldGroups(Dataset data, int[] rows, double share, bool[] held, ref RandomStream random)
    {
        int[] groups = data.Groups.ToArray();
        int[][] members = [.. rows.GroupBy(row => groups[row]).OrderBy(group => group.Key).Select(group => group.ToArray())];
        random.Shuffle<int[]>(members.AsSpan());
        int wanted = (int)Math.Round(share * rows.Length), taken = 0;
        for (int i = 0; i + 1 < members.Length && taken < wanted; i++)
        {
            foreach (int row in members[i])
            {
                held[row] = true;
            }

            taken += members[i].Length;
        }
    }
}
