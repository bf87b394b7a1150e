namespace Modelyard.Metrics;

/// <summary>Represents what is won if the rows with the highest probabilities are taken.</summary>
/// <param name="Threshold">The least probability that is taken; infinite if none is.</param>
/// <param name="Share">The share of all rows that is taken.</param>
/// <param name="Gain">The share of the positive rows that is among them.</param>
public sealed record GainPoint(double Threshold, double Share, double Gain)
{
    /// <summary>Gets how many times as many of the rows taken are positive as of all rows; NaN if none is taken.</summary>
    public double Lift => Share > 0 ? Gain / Share : double.NaN;
}
