namespace Modelyard.Bench;

/// <summary>Represents a line of the table: a workload on our side and with one peer. What was not measured is null.</summary>
/// <param name="Workload">The name of the workload.</param>
/// <param name="Size">The size, as a reader likes it.</param>
/// <param name="Fit">Our seconds to fit, or for the whole work.</param>
/// <param name="Predict">Our seconds to predict.</param>
/// <param name="Peer">The peer.</param>
/// <param name="PeerFit">The peer's seconds to fit.</param>
/// <param name="PeerPredict">The peer's seconds to predict.</param>
/// <param name="FitRatio">The peer's seconds to fit over ours: above 1, we are faster.</param>
/// <param name="PredictRatio">The same of the prediction.</param>
/// <param name="Score">Our score.</param>
/// <param name="PeerScore">The peer's score.</param>
/// <param name="Measured">The day of the measurement, UTC.</param>
/// <param name="Rate">Our requests per second, of a server.</param>
/// <param name="PeerRate">The peer's requests per second.</param>
/// <param name="RateRatio">Ours over the peer's: above 1, we answer more.</param>
/// <param name="P99">Our seconds within which 99 of 100 requests were answered.</param>
/// <param name="PeerP99">The same of the peer.</param>
/// <param name="ScoreError">The standard error of our score, where it is the mean over seeds.</param>
/// <param name="PeerScoreError">The same of the peer's.</param>
/// <param name="Peak">The megabytes that our process held at most while it did the work once.</param>
/// <param name="PeerPeak">The same of the peer's.</param>
public sealed record ComparedRow(
    string Workload,
    string Size,
    double? Fit,
    double? Predict,
    string? Peer,
    double? PeerFit,
    double? PeerPredict,
    double? FitRatio,
    double? PredictRatio,
    double? Score,
    double? PeerScore,
    string Measured,
    double? Rate = null,
    double? PeerRate = null,
    double? RateRatio = null,
    double? P99 = null,
    double? PeerP99 = null,
    double? ScoreError = null,
    double? PeerScoreError = null,
    double? Peak = null,
    double? PeerPeak = null)
{
    /// <summary>Lays one side beside the other.</summary>
    /// <param name="ours">Our result; null if it could not be measured.</param>
    /// <param name="peer">The peer's result; null if it could not be measured.</param>
    /// <param name="measured">The day.</param>
    /// <returns>The line.</returns>
    public static ComparedRow Of(WorkloadResult? ours, WorkloadResult? peer, string measured) => new(
        (ours ?? peer)!.Name,
        (ours ?? peer)!.Size,
        ours?.Fit,
        ours?.Predict,
        peer?.Peer,
        peer?.Fit,
        peer?.Predict,
        peer?.Fit / ours?.Fit,
        peer?.Predict / ours?.Predict,
        ours?.Score,
        peer?.Score,
        measured,
        ours?.Rate,
        peer?.Rate,
        ours?.Rate / peer?.Rate,
        ours?.P99,
        peer?.P99,
        ours?.ScoreError,
        peer?.ScoreError,
        ours?.Peak,
        peer?.Peak);
}
