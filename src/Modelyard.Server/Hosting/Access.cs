namespace Modelyard.Server.Hosting;

/// <summary>Says who may call a route; each may do what those before may.</summary>
internal enum Access
{
    /// <summary>Anyone: it tells nothing of models and data.</summary>
    Anyone,

    /// <summary>Those who may look.</summary>
    Viewer,

    /// <summary>Those who may predict, label, acknowledge and promote.</summary>
    Operator,

    /// <summary>Those who may give tokens and name whom alarms are told.</summary>
    Admin,
}
