using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Bench.Costs;

/// <summary>Makes tables of any number of rows with three targets: the numbers of <see cref="CostData.Numbers"/>, each with a feature of its own added.</summary>
internal static class CostTargets
{
    private static readonly string[] Names = ["first", "second", "third"];

    /// <summary>Says what the tables are like.</summary>
    /// <param name="task">The kind of the targets.</param>
    internal static string Name(TaskKind task) => $"20 numbers, three {(task == TaskKind.Classification ? "labels" : "numbers")}";

    /// <summary>Makes a table.</summary>
    /// <param name="task">The kind of the targets.</param>
    /// <param name="rows">The number of rows.</param>
    internal static MultiTargetDataset Make(TaskKind task, int rows)
    {
        Dataset single = CostData.Numbers.Make(rows);
        var targets = new Matrix(rows, Names.Length);
        for (int row = 0; row < rows; row++)
        {
            for (int target = 0; target < Names.Length; target++)
            {
                double value = single.Target[row] + single.Features[row, target + 1];
                targets[row, target] = task == TaskKind.Classification ? (value > 0 ? 1 : 0) : value;
            }
        }

        return task == TaskKind.Classification
            ? MultiTargetDataset.ForLabels(single.Features, targets, Names)
            : MultiTargetDataset.ForRegression(single.Features, targets, Names);
    }
}
