namespace Modelyard.Charts.Scales;

/// <summary>Maps an interval of values to positions and says where its ticks stand.</summary>
public interface IContinuousScale
{
    /// <summary>Gets the least value of the domain.</summary>
    double Minimum { get; }

    /// <summary>Gets the greatest value of the domain.</summary>
    double Maximum { get; }

    /// <summary>Computes the position of a value.</summary>
    /// <param name="value">The value, in the domain or beyond it.</param>
    /// <returns>The position; NaN where the value has none.</returns>
    double Map(double value);

    /// <summary>Chooses ticks inside the domain.</summary>
    /// <param name="target">The number of ticks wished for.</param>
    /// <param name="format">How the labels are written.</param>
    /// <returns>The ticks in ascending order.</returns>
    IReadOnlyList<AxisTick> Ticks(int target, AxisFormat format = AxisFormat.Number);
}
