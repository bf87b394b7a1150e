namespace Modelyard.Lifecycle.Predictions;

/// <summary>Represents what is kept of a log without its rows: what was predicted hour by hour, and when labels came.</summary>
/// <param name="Predictions">The predictions, a roll-up for each hour and version that has any, in the order of time and then of versions.</param>
/// <param name="Labels">How many labels came in each hour, in UTC; a label that came again counts again.</param>
/// <param name="IsExact">Whether rows that were sent again were told apart from others: so of days that are over, once their files are put together. Of other days they count each time.</param>
public sealed record LogRollUps(IReadOnlyList<PredictionRollUp> Predictions, IReadOnlyList<KeyValuePair<DateTime, long>> Labels, bool IsExact)
{
    /// <summary>Gets the number of predictions.</summary>
    public long Count => Predictions.Sum(part => part.Predictions);
}
