namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents what came of a window when its labels had been waited for.</summary>
/// <param name="Window">The window with all that was seen.</param>
/// <param name="Looks">The looks that are new.</param>
/// <param name="Stream">What detectors have learned, as it is to be kept with the window; null if that stays as it was.</param>
internal sealed record LookBack(MonitorWindow Window, IReadOnlyList<WindowLook> Looks, byte[]? Stream);
