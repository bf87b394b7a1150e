namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents what a monitor has seen since it was last run.</summary>
/// <param name="Monitor">The monitor.</param>
/// <param name="Windows">The windows, the oldest first.</param>
/// <param name="Alarms">The alarms that began.</param>
public sealed record MonitorRun(MonitorDefinition Monitor, IReadOnlyList<MonitorWindow> Windows, IReadOnlyList<Alarm> Alarms);
