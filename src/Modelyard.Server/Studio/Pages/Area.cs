namespace Modelyard.Server.Studio.Pages;

/// <summary>Names the areas of the studio, in the order of its navigation.</summary>
public enum Area
{
    /// <summary>What needs attention now.</summary>
    Home,

    /// <summary>Registered models.</summary>
    Models,

    /// <summary>Monitors.</summary>
    Monitors,

    /// <summary>Alarms.</summary>
    Alarms,

    /// <summary>Runs.</summary>
    Runs,

    /// <summary>Data that models were trained on.</summary>
    Data,

    /// <summary>Who may come in, and whom alarms are told.</summary>
    Settings,
}
