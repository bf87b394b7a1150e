namespace Modelyard.Lifecycle.Automation;

/// <summary>Represents whether a channel has been told of an execution.</summary>
/// <param name="Execution">The number of the execution.</param>
/// <param name="Channel">The channel.</param>
/// <param name="State">What it is told: how far the execution is.</param>
/// <param name="Attempts">The number of attempts.</param>
/// <param name="Delivered">When it was told, in UTC; null if it has not been yet.</param>
/// <param name="Fault">Why the last attempt failed; null if it did not.</param>
public sealed record ExecutionDelivery(long Execution, string Channel, ExecutionState State, int Attempts, DateTime? Delivered, string? Fault);
