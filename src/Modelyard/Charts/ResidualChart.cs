using Modelyard.Charts.Drawing;

namespace Modelyard.Charts;

/// <summary>Represents how far actual values lie from predicted ones, along the predicted values.</summary>
/// <remarks>A good model scatters evenly about zero; a bent median shows bias, a widening band shows changing spread.</remarks>
public sealed record ResidualChart : Chart
{
    /// <summary>Gets the actual values.</summary>
    public required IReadOnlyList<double> Actual { get; init; }

    /// <summary>Gets the predicted values, one for each actual one.</summary>
    public required IReadOnlyList<double> Predicted { get; init; }

    /// <summary>Gets the name of the predicted quantity with its unit.</summary>
    public string Quantity { get; init; } = "value";

    private protected override void Draw(SvgCanvas canvas) => Scatter().DrawOn(canvas);

    private protected override string Describe() =>
        $"Residuals, actual minus predicted {Quantity}, of {NumberText.Counted(Math.Min(Actual.Count, Predicted.Count), "row")}.";

    private ScatterChart Scatter()
    {
        int count = Math.Min(Actual.Count, Predicted.Count);
        double[] residuals = new double[count];
        for (int i = 0; i < count; i++)
        {
            residuals[i] = Actual[i] - Predicted[i];
        }

        return new ScatterChart
        {
            Title = Title,
            X = Predicted,
            Y = residuals,
            XAxis = new Axis { Label = "predicted " + Quantity },
            YAxis = new Axis { Label = "actual − predicted", IncludesZero = true },
            References = [ReferenceLine.Level(0)],
            ShowsTrend = true,
        };
    }
}
