namespace Modelyard.Server.Studio.Routing;

/// <summary>Represents a page that cannot be shown as it is asked for.</summary>
internal sealed class StudioFaultException(int status, string place, string code, string message) : Exception(message)
{
    public int Status => status;

    /// <summary>Gets where the fault is, as in <c>query page</c>.</summary>
    public string Place => place;

    public string Code => code;
}
