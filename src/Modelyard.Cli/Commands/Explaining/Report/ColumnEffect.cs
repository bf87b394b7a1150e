using Modelyard.Explanation.Dependence;
using Modelyard.Numerics;

namespace Modelyard.Cli.Commands.Explaining.Report;

/// <summary>Represents how a prediction changes with one column: on average, and for each row by itself.</summary>
internal sealed class ColumnEffect
{
    // What moves rows by less than this share of how the predictions differ is no effect to speak of.
    private const double LeastEffect = 0.05;

    // The mean tells of the rows if so much of what the column does to them goes its way.
    private const double LeastAgreement = 0.25;

    // What goes against the direction of a curve, as a share of all its ups and downs.
    private const double Against = 0.1;
    private const double OftenAgainst = 0.3;
    private readonly PartialDependence _dependence;
    private readonly double[] _means;
    private readonly bool _isSomeLevels;

    /// <summary>Measures the effect.</summary>
    /// <param name="dependence">The dependence on one column, with the curves of the rows.</param>
    /// <param name="output">The position of the output.</param>
    /// <param name="isSomeLevels">Whether it was looked at for the most frequent levels alone.</param>
    internal ColumnEffect(PartialDependence dependence, int output, bool isSomeLevels)
    {
        _dependence = dependence;
        _isSomeLevels = isSomeLevels;
        output = Math.Min(output, dependence.Outputs.Count - 1);
        _means = dependence.Means(output).ToArray();
        Matrix curves = dependence.Curves(output);
        double[] rows = [.. Enumerable.Range(0, curves.Rows).Select(row => Variance(curves.Row(row).ToArray()))];
        double ofRows = rows.Average();
        Spread = Math.Sqrt(Variance([.. Enumerable.Range(0, curves.Rows).SelectMany(row => curves.Row(row).ToArray())]));
        IsFlat = !(ofRows > LeastEffect * LeastEffect * Spread * Spread);
        DependsOnOthers = !IsFlat && Agreement(curves) < LeastAgreement * ofRows;
    }

    /// <summary>Gets the name of the column.</summary>
    internal string Column => _dependence.Axes[0].Feature.Name;

    /// <summary>Gets the standard deviation of the predictions where the column has each of its values in every row.</summary>
    internal double Spread { get; }

    /// <summary>Gets a value indicating whether the column hardly moves the prediction of any row.</summary>
    internal bool IsFlat { get; }

    /// <summary>Gets a value indicating whether the column does other things to each row, so that next to nothing is left on average.</summary>
    internal bool DependsOnOthers { get; }

    /// <summary>Says which way the prediction goes with the column; empty if it goes none on average.</summary>
    internal string Direction()
    {
        if (IsFlat || DependsOnOthers)
        {
            return "";
        }

        DependenceAxis axis = _dependence.Axes[0];
        string name = $"'{Column}'";
        int highest = Array.IndexOf(_means, _means.Max()), lowest = Array.IndexOf(_means, _means.Min());
        if (axis.HasLevels)
        {
            return $"is highest where {name} is '{axis.Label(highest)}' and lowest where it is '{axis.Label(lowest)}'{(_isSomeLevels ? $" (of its {_means.Length} most frequent values)" : "")}";
        }

        double up = 0, down = 0;
        for (int i = 1; i < _means.Length; i++)
        {
            up += Math.Max(0, _means[i] - _means[i - 1]);
            down += Math.Max(0, _means[i - 1] - _means[i]);
        }

        double against = Math.Min(up, down) / (up + down);
        string direction = up > down ? "rises" : "falls";
        return against <= Against ? $"{direction} with {name}"
            : against <= OftenAgainst ? $"mostly {direction} with {name}"
            : $"is highest where {name} is about {axis.Label(highest)} and lowest where it is about {axis.Label(lowest)}";
    }

    /// <summary>Computes how much of the variance of the rows' curves is the curve of the means, more or less of it, less what is that curve upside down.</summary>
    private double Agreement(Matrix curves)
    {
        double middle = _means.Average(), square = Variance(_means) * _means.Length, sum = 0;
        for (int row = 0; row < curves.Rows; row++)
        {
            double common = 0;
            for (int point = 0; point < _means.Length; point++)
            {
                common += (_means[point] - middle) * curves[row, point];
            }

            sum += common * Math.Abs(common);
        }

        return square > 0 ? sum / square / _means.Length / curves.Rows : 0;
    }

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / values.Length;
    }
}
