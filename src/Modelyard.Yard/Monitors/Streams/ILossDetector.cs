using System.Text.Json;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents a detector with what it has learned of the losses so far.</summary>
internal interface ILossDetector
{
    /// <summary>Gets which it is.</summary>
    StreamDetector Kind { get; }

    /// <summary>Takes in losses that say what is usual, without judging them.</summary>
    void Learn(IReadOnlyList<TimedLoss> losses);

    /// <summary>Takes in the losses of a window.</summary>
    /// <param name="losses">The losses, from 0 to 1, in the order of time.</param>
    /// <param name="level">The chance with which it may find a rise where there is none.</param>
    /// <returns>What it made of them.</returns>
    StreamOutcome Take(IReadOnlyList<TimedLoss> losses, double level);

    /// <summary>Writes all that it has learned, as members of a JSON object.</summary>
    void Write(Utf8JsonWriter json);
}
