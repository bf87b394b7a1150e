namespace Modelyard.Agent.Sending;

/// <summary>Names what is to be done with entries after they were sent.</summary>
internal enum SendOutcome
{
    /// <summary>The server has them on its disk.</summary>
    Taken,

    /// <summary>They are sent again later.</summary>
    Again,

    /// <summary>The server will never take them as they are.</summary>
    Refused,
}
