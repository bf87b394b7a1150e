using Modelyard.Data.Databases;

namespace Modelyard.Data.Tests.Databases;

public sealed class DatabaseAddressTests
{
    [Theory]
    [InlineData("sqlite:data/a b.db", "sqlite:data/a b.db")]
    [InlineData("sqlite:///data/x.db", "sqlite:/data/x.db")]
    [InlineData("postgres://me:se%2Fcret@db.example:6432/shop", "postgres://me@db.example:6432/shop")]
    [InlineData("postgresql://me@[::1]/shop", "postgres://me@::1:5432/shop")]
    [InlineData("postgres:///shop?socket=%2Frun%2Fpg&sslmode=require", "postgres:///run/pg/shop")]
    [InlineData("mysql://me:se@cret@db/shop", "mysql://me@db:3306/shop")]
    [InlineData("mariadb://me@db:1/", "mysql://me@db:1/")]
    public void An_address_is_understood_and_shown_without_its_password(string address, string shown) => Assert.Equal(shown, DatabaseAddress.Parse(address).ToString());

    [Fact]
    public void The_parts_of_an_address_are_decoded()
    {
        DatabaseAddress address = DatabaseAddress.Parse("postgres://m%40e:a%3Ab@c%25@db:1234/my%20shop?sslmode=verify-full");
        Assert.Equal(("m@e", "a:b@c%", "db", 1234, "my shop", "verify-full"), (address.User, address.Password, address.Host, address.Port, address.Database, address.SslMode));
    }

    [Theory]
    [InlineData("")]
    [InlineData("se3cret")]
    [InlineData("sqlite:")]
    [InlineData("sqlite::memory:")]
    [InlineData("oracle://me:se3cret@db/x")]
    [InlineData("postgres://me:se3cret@db:port/x")]
    [InlineData("postgres://me:se3cret/x@db/x")]
    [InlineData("mysql://me:se3cret@db/x?sslmode=se3cret")]
    [InlineData("mysql://me:se3cret@db/x?color=red")]
    [InlineData("env:MODELYARD_NO_SUCH_VARIABLE")]
    public void An_address_that_is_none_is_refused_without_showing_it(string address)
    {
        DatabaseException fault = Assert.Throws<DatabaseException>(() => DatabaseAddress.Parse(address));
        Assert.DoesNotContain("se3cret", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_may_stand_in_an_environment_variable()
    {
        Environment.SetEnvironmentVariable("MODELYARD_TEST_ADDRESS", "mysql://me:secret@db/x");
        Assert.Equal("secret", DatabaseAddress.Parse("env:MODELYARD_TEST_ADDRESS").Password);
    }
}
