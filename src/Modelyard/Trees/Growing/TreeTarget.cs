using Modelyard.Learning;

namespace Modelyard.Trees.Growing;

/// <summary>Represents what a tree learns to predict.</summary>
internal sealed class TreeTarget
{
    private readonly double[] _values;
    private readonly double[] _centred;
    private readonly int[] _labels;

    private TreeTarget(double[] values, double[] centred, int[] labels, int classCount)
    {
        _values = values;
        _centred = centred;
        _labels = labels;
        ClassCount = classCount;
    }

    /// <summary>Gets the number of classes; 0 for a regression.</summary>
    public int ClassCount { get; }

    /// <summary>Gets the class of each row; empty for a regression.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>Gets the target of each row; its class for a classification.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Gets the targets less an origin, so that squares of their sums keep their digits.</summary>
    public ReadOnlySpan<double> Centred => _centred;

    /// <summary>Gets the number of targets.</summary>
    public int Width { get; private init; } = 1;

    /// <summary>Gets several targets, row by row; empty if there is one.</summary>
    public double[] Vectors { get; private init; } = [];

    /// <summary>Gets several targets, each less an origin of its own.</summary>
    public double[] CentredVectors { get; private init; } = [];

    public static TreeTarget ForClasses(Dataset data)
    {
        int[] labels = data.Labels.ToArray();
        double[] values = Array.ConvertAll(labels, label => (double)label);
        return new TreeTarget(values, values, labels, data.ClassCount);
    }

    /// <summary>Creates the target of a regression.</summary>
    /// <param name="data">The data.</param>
    /// <param name="centre">Whether the criterion is free to move the targets' origin.</param>
    public static TreeTarget ForNumbers(Dataset data, bool centre)
    {
        double[] values = data.Target.ToArray();
        ReadOnlySpan<double> weights = data.Weights;
        double origin = centre ? Nearest(values, weights, Mean(values, weights)) : 0;
        return new TreeTarget(values, centre ? Array.ConvertAll(values, value => value - origin) : values, [], 0);
    }

    /// <summary>Creates several targets.</summary>
    /// <param name="data">The data.</param>
    /// <param name="centre">Whether the criterion is free to move the targets' origins.</param>
    public static TreeTarget ForTargets(MultiTargetDataset data, bool centre)
    {
        int width = data.TargetCount;
        double[] vectors = new double[checked(data.RowCount * width)], centred = new double[vectors.Length], column = new double[data.RowCount];
        for (int target = 0; target < width; target++)
        {
            data.Targets.CopyColumnTo(target, column);
            double origin = centre ? Nearest(column, data.Weights, Mean(column, data.Weights)) : 0;
            for (int row = 0; row < column.Length; row++)
            {
                vectors[(row * width) + target] = column[row];
                centred[(row * width) + target] = column[row] - origin;
            }
        }

        double[] none = new double[data.RowCount];
        return new TreeTarget(none, none, [], 0) { Width = width, Vectors = vectors, CentredVectors = centred };
    }

    // A row of no weight has no say in the last bits of the sums either.
    private static double Mean(double[] values, ReadOnlySpan<double> weights)
    {
        double mean = 0;
        int count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (weights.IsEmpty || weights[i] != 0)
            {
                mean += (values[i] - mean) / ++count;
            }
        }

        return mean;
    }

    /// <summary>
    /// Finds the target nearest to a number; of two, the lesser. Less one of them, whole numbers stay whole and their sums exact, so that
    /// equally good splits are equal to the bit and the draw of the features chooses, not the rounding (tree_diamonds).
    /// </summary>
    private static double Nearest(double[] values, ReadOnlySpan<double> weights, double mean)
    {
        double nearest = double.PositiveInfinity;
        for (int i = 0; i < values.Length; i++)
        {
            double closer = Math.Abs(values[i] - mean) - Math.Abs(nearest - mean);
            if ((weights.IsEmpty || weights[i] != 0) && (closer < 0 || (closer == 0 && values[i] < nearest)))
            {
                nearest = values[i];
            }
        }

        return double.IsFinite(nearest) ? nearest : 0;
    }
}
