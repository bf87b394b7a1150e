namespace Modelyard.Server.Studio.Live;

/// <summary>Names what events tell the change of.</summary>
internal static class StudioTopics
{
    public const string Models = "models";
    public const string Runs = "runs";
    public const string Monitors = "monitors";
    public const string Alarms = "alarms";
    public const string Predictions = "predictions";
}
