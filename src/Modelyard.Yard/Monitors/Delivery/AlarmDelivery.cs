namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents whether a channel has been told of an alarm.</summary>
/// <param name="Alarm">The number of the alarm.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Event">What it is told.</param>
/// <param name="Attempts">The number of attempts.</param>
/// <param name="Delivered">When it was told, in UTC; null if it has not been yet.</param>
/// <param name="Fault">Why the last attempt failed; null if it did not.</param>
public sealed record AlarmDelivery(long Alarm, string Channel, AlarmEvent Event, int Attempts, DateTime? Delivered, string? Fault);
