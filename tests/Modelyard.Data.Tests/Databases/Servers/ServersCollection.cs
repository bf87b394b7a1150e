namespace Modelyard.Data.Tests.Databases;

[CollectionDefinition("Servers")]
public sealed class ServersCollection : ICollectionFixture<Servers>;
