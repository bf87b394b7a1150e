namespace Modelyard.Lifecycle;

/// <summary>Tells whether anything has changed in a yard since it was last looked at, by whichever process: what is equal has not.</summary>
/// <param name="Models">Of models, versions, aliases and tags.</param>
/// <param name="Runs">Of runs, and of the metrics of those that go on.</param>
/// <param name="Monitors">Of monitors and their windows.</param>
/// <param name="Alarms">Of alarms and silences.</param>
public sealed record YardRevision(string Models, string Runs, string Monitors, string Alarms);
