namespace Modelyard.Data.Tests.Databases;

/// <summary>Represents a server of databases that the tests started.</summary>
internal interface IServer : IDisposable
{
    /// <summary>Makes a new database, empty.</summary>
    /// <returns>Its address, with the password.</returns>
    string Fresh();

    /// <summary>Kills the server's processes without a word.</summary>
    void Kill();

    /// <summary>Starts the server on the same files again.</summary>
    void Start();
}
