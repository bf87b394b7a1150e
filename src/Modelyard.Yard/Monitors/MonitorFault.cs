namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents that a monitor cannot look at its windows.</summary>
/// <param name="Monitor">The name of the monitor.</param>
/// <param name="Since">The first run that ended with it, in UTC.</param>
/// <param name="Message">Why, in sentences.</param>
public sealed record MonitorFault(string Monitor, DateTime Since, string Message);
